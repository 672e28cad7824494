// The floor that the service is measured against: reads the same body over the same Beast, parses
// it with RapidJSON in place, sends a fixed answer. No checks, no rules.
//   bench_floor PORT THREADS

#include <malloc.h>
#include <rapidjson/document.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

asio::awaitable<void> serve(tcp::socket socket) {
  boost::beast::flat_buffer buffer;
  buffer.reserve(64U << 10U);  // else Beast reads in pieces of 512 bytes
  socket.set_option(tcp::no_delay(true));
  for (;;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(16U << 20U);
    co_await http::async_read(socket, buffer, parser, asio::use_awaitable);
    rapidjson::Document document;
    document.ParseInsitu(parser.get().body().data());
    http::response<http::string_body> response(
        document.HasParseError() ? http::status::bad_request : http::status::ok, 11);
    response.set(http::field::content_type, "application/json");
    response.body() = R"({"cards":[]})";
    response.prepare_payload();
    co_await http::async_write(socket, response, asio::use_awaitable);
  }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor,
                             std::vector<std::unique_ptr<asio::io_context>>& contexts) {
  for (std::size_t next = 0;; ++next) {
    asio::io_context& context = *contexts[next % contexts.size()];
    tcp::socket socket(context);
    co_await acceptor.async_accept(socket, asio::use_awaitable);
    asio::co_spawn(context, serve(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_floor PORT THREADS\n");
    return 2;
  }
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // as the service does
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  for (int i = 0; i < std::atoi(argv[2]); ++i)
    contexts.push_back(std::make_unique<asio::io_context>(1));
  tcp::acceptor acceptor(*contexts.front(), {asio::ip::make_address("127.0.0.1"), port});
  asio::co_spawn(*contexts.front(), accept(acceptor, contexts), asio::detached);
  std::vector<std::thread> threads;
  for (auto& context : contexts) {
    threads.emplace_back([&context] {
      const auto work = asio::make_work_guard(*context);
      context->run();
    });
  }
  for (auto& thread : threads) thread.join();
}
