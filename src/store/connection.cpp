#include "store/connection.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>

namespace cramp::store {

namespace {

constexpr Dialect kSqlite{
    "begin immediate", "select count(*) from sqlite_master where type = 'table' and name = :name",
    ""};
constexpr Dialect kPostgresql{"begin",
                              "select count(*) from information_schema.tables "
                              "where table_schema = current_schema() and table_name = :name",
                              "select pg_advisory_xact_lock(4074070)"};

/// How long SQLite waits for another writer.
constexpr int kLockMilliseconds = 2'000;

/// Connecting, and being asked the first question.
constexpr std::chrono::seconds kOpening{4};

soci::soci_error broken(const std::string& text) {
  return soci::soci_error(text);
}

using Conninfo = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

/// What libpq says of a string that it cannot read may quote a password, and is dropped.
Conninfo parse_conninfo(const std::string& conninfo) {
  char* fault = nullptr;
  Conninfo options(PQconninfoParse(conninfo.c_str(), &fault), PQconninfoFree);
  PQfreemem(fault);
  return options;
}

/// The connection string as keywords, with what it leaves open set so that nothing waits forever.
std::string bounded_conninfo(const std::string& conninfo) {
  std::map<std::string, std::string> keywords{{"connect_timeout", "2"},
                                              {"application_name", "cramp-cds"},
                                              {"client_encoding", "UTF8"},
                                              {"tcp_user_timeout", "5000"}};
  const Conninfo options = parse_conninfo(conninfo);
  if (!options) throw broken("the PostgreSQL connection string cannot be read");
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) keywords[option->keyword] = option->val;
  }
  std::string out;
  for (const auto& [keyword, value] : keywords) {
    out += keyword + "='";
    for (const char c : value) out.append(c == '\'' || c == '\\' ? "\\" : "").push_back(c);
    out += "' ";
  }
  return out;
}

PGconn* postgresql_handle(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

sqlite_api::sqlite3* sqlite_handle(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

}  // namespace

bool is_conninfo(const std::string& text) {
  return parse_conninfo(text) != nullptr;
}

Connection::~Connection() {
  close();
}

const Dialect& Connection::dialect() const {
  return target_.kind == Kind::kSqlite ? kSqlite : kPostgresql;
}

soci::session& Connection::session() {
  if (!ready_) {
    close();
    open();
    migrate(*this, *session_);
    ready_ = true;
  }
  return *session_;
}

void Connection::open() {
  if (target_.kind == Kind::kSqlite) {
    open_sqlite();
  } else {
    open_postgresql();
  }
}

void Connection::open_sqlite() {
  const std::string& file = target_.location.expose();
  // For its owner only, also where the process' mask is wider. SQLite's other files follow it.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) throw broken("cannot open or make " + file);
  ::close(descriptor);
  if (file.find('"') != std::string::npos) throw broken("no quotes in the name of " + file);
  auto session = std::make_unique<soci::session>(soci::sqlite3, "dbname=\"" + file + '"');
  adopt(std::move(session));
  std::string ignored;
  *session_ << fmt::format("pragma busy_timeout = {}", kLockMilliseconds), soci::into(ignored);
  *session_ << "pragma journal_mode = wal", soci::into(ignored);
  session_->once << (target_.durable ? "pragma synchronous = full" : "pragma synchronous = normal");
}

void Connection::open_postgresql() {
  auto session = opening_.wait(bounded_conninfo(target_.location.expose()), kOpening);
  // Else libpq writes the server's remarks on standard error, into the log.
  PQsetNoticeProcessor(
      postgresql_handle(*session), [](void*, const char*) {}, nullptr);
  // Known to interrupt() before it is asked anything: it may be silent from now on.
  adopt(std::move(session));
  session_->once << fmt::format("set statement_timeout = {}", target_.statement_timeout.count());
  session_->once << (target_.durable ? "set synchronous_commit = on"
                                     : "set synchronous_commit = off");
}

void Connection::adopt(std::unique_ptr<soci::session> session) {
  const std::lock_guard lock(mutex_);
  session_ = std::move(session);
}

void Connection::close() {
  std::unique_ptr<soci::session> session;
  {
    const std::lock_guard lock(mutex_);
    session.swap(session_);
    ready_ = false;
  }
}

void Connection::interrupt() {
  opening_.interrupt();
  const std::lock_guard lock(mutex_);
  if (!session_) return;
  if (target_.kind == Kind::kSqlite) {
    sqlite_api::sqlite3_interrupt(sqlite_handle(*session_));
  } else {
    // A server that stands still answers no cancellation; the end of the stream libpq does see.
    shutdown(PQsocket(postgresql_handle(*session_)), SHUT_RDWR);
  }
}

Transaction::Transaction(Connection& connection) : session_(connection.session()) {
  session_.once << connection.dialect().begin;
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    session_.once << "rollback";
  } catch (const std::exception&) {
    // The connection is closed after an error, which takes it back as well.
    open_ = false;
  }
}

void Transaction::commit() {
  session_.once << "commit";
  open_ = false;
}

base::Error failure(const std::exception& error) {
  std::string text = error.what();
  if (const auto* of_database = dynamic_cast<const soci::soci_error*>(&error)) {
    text = of_database->get_error_message();
  }
  text.resize(std::min(text.find('\n'), text.size()));  // what follows may hold values
  return {base::Code::kInternal, "", "store: " + text, ""};
}

}  // namespace cramp::store
