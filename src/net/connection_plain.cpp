#include "net/connection_stream.hpp"

namespace cramp::net {

namespace {

class PlainConnection final : public StreamConnection<boost::asio::ip::tcp::socket> {
 public:
  using StreamConnection::StreamConnection;

 protected:
  boost::asio::awaitable<bool> begin(Peer&) override { co_return true; }
  boost::asio::awaitable<void> end() override { co_return; }
};

}  // namespace

std::unique_ptr<Connection> plain_connection(boost::asio::ip::tcp::socket socket, Shared& shared) {
  return std::make_unique<PlainConnection>(shared, std::move(socket));
}

}  // namespace cramp::net
