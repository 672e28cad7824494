#pragma once
// One connection to SQLite or PostgreSQL. Internal to store: the only headers that know SOCI are
// this and the .cpp files of this folder.

#include <soci/soci.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"
#include "base/sensitive.hpp"
#include "store/database.hpp"
#include "store/opening.hpp"

namespace cramp::store {

/// What differs between the two databases; all other SQL is the same.
struct Dialect {
  const char* begin;            ///< of a transaction that writes
  const char* count_tables;     ///< how many tables are named :name
  const char* lock_migrations;  ///< so that two processes do not migrate at once; may be empty
};

/// One thread uses it, except interrupt().
class Connection {
 public:
  explicit Connection(Target target) : target_(std::move(target)) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  const Dialect& dialect() const;
  /// The open session; opens and migrates first where there is none. Throws soci::soci_error.
  soci::session& session();
  void close();
  /// Ends what the other thread waits for, with an error there. Any thread.
  void interrupt();

 private:
  void open();
  void open_sqlite();
  void open_postgresql();
  void adopt(std::unique_ptr<soci::session> session);

  Target target_;
  Opening opening_;
  std::mutex mutex_;  // of the handle: interrupt() against open and close
  std::unique_ptr<soci::session> session_;
  bool ready_ = false;  // opened and migrated
};

/// Commits what was done in it, or takes it back when it ends before.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  soci::session& session_;
  bool open_ = true;
};

/// The text of a database error without what SOCI adds to it: values of the statement.
base::Error failure(const std::exception& error);

/// Brings the tables up to date; schema.cpp. Throws soci::soci_error.
void migrate(Connection& connection, soci::session& session);

}  // namespace cramp::store
