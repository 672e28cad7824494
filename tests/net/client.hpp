#pragma once
// A client that sends bytes as they are, so that tests can be ruder than any library would be.

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <string>

namespace cramp::net::testing {

class Client {
 public:
  using Answer = boost::beast::http::response<boost::beast::http::string_body>;

  explicit Client(std::uint16_t port) : socket_(context_) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
  }

  /// False when the server has closed the connection.
  bool send(std::string_view bytes) {
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(bytes), error);
    return !error;
  }

  /// The next response; status 0 when the connection ended without one.
  Answer receive(bool head = false) {
    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
    parser.skip(head);
    boost::system::error_code error;
    boost::beast::http::read(socket_, buffer_, parser, error);
    Answer answer = parser.release();
    if (error) answer.result(0U);
    return answer;
  }

  /// True when the server ends the connection and sends nothing more.
  bool closed() {
    char byte = 0;
    boost::system::error_code error;
    return boost::asio::read(socket_, boost::asio::buffer(&byte, 1), error) == 0 && error;
  }

  Answer exchange(std::string_view bytes) {
    send(bytes);
    return receive();
  }

 private:
  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace cramp::net::testing
