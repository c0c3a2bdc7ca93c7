#include "test/system/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace vigil {
namespace {

void Require(bool good, const char* what) {
  if (good) return;
  std::perror(what);
  std::abort();
}

int NewSocket(int family) {
  const int descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Require(descriptor >= 0, "socket");
  return descriptor;
}

sockaddr_in Loopback(std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::size_t ContentLength(const std::string& header) {
  const std::string name = "\r\nContent-Length: ";
  const std::size_t at = header.find(name);
  return at == header.npos ? 0 : std::stoul(header.substr(at + name.size()));
}

}  // namespace

Socket Socket::ListenTcp() {
  const int descriptor = NewSocket(AF_INET);
  const sockaddr_in address = Loopback(0);
  Require(bind(descriptor, reinterpret_cast<const sockaddr*>(&address),
               sizeof address) == 0,
          "bind");
  Require(listen(descriptor, 16) == 0, "listen");
  return Socket(descriptor);
}

Socket Socket::ListenUnix(const std::string& path) {
  unlink(path.c_str());
  const int descriptor = NewSocket(AF_UNIX);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  Require(path.size() < sizeof address.sun_path, "the socket's path is too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  Require(bind(descriptor, reinterpret_cast<const sockaddr*>(&address),
               sizeof address) == 0,
          "bind");
  Require(listen(descriptor, 16) == 0, "listen");
  return Socket(descriptor);
}

Socket Socket::Connect(const HostPort& address) {
  Socket result(NewSocket(AF_INET));
  const sockaddr_in peer = Loopback(address.port);
  if (connect(result.descriptor_, reinterpret_cast<const sockaddr*>(&peer),
              sizeof peer) != 0) {
    return Socket();
  }
  return result;
}

Socket::Socket(Socket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Socket::~Socket() {
  if (is_open()) close(descriptor_);
}

Socket Socket::Accept() const {
  return Socket(accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC));
}

std::uint16_t Socket::Port() const {
  sockaddr_in address = {};
  socklen_t length = sizeof address;
  Require(getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address),
                      &length) == 0,
          "getsockname");
  return ntohs(address.sin_port);
}

bool Socket::Send(const std::string& bytes) const {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t count = send(descriptor_, bytes.data() + sent,
                               bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

std::string Socket::Receive(std::size_t most) const {
  std::string bytes(most, '\0');
  const ssize_t count = recv(descriptor_, bytes.data(), most, 0);
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

std::string Socket::ReceiveAll(std::size_t count) const {
  std::string bytes;
  while (bytes.size() < count) {
    const std::string more = Receive(count - bytes.size());
    if (more.empty()) break;
    bytes += more;
  }
  return bytes;
}

void Socket::Shutdown() const { shutdown(descriptor_, SHUT_RDWR); }

std::string ReceiveHttp(const Socket& socket) {
  std::string message;
  while (message.find("\r\n\r\n") == message.npos) {
    const std::string more = socket.Receive(4096);
    if (more.empty()) return "";
    message += more;
  }
  const std::size_t header = message.find("\r\n\r\n") + 4;
  const std::size_t length =
      header + ContentLength(message.substr(0, header));
  message += socket.ReceiveAll(length - std::min(length, message.size()));
  return message.size() == length ? message : "";
}

HttpAnswer ParseHttpAnswer(const std::string& message) {
  HttpAnswer answer;
  const std::size_t end = message.find("\r\n\r\n");
  if (message.rfind("HTTP/1.1 ", 0) != 0 || end == message.npos) return answer;
  answer.code = std::stoi(message.substr(9, 3));
  answer.header = message.substr(0, end + 2);
  answer.body = message.substr(end + 4);
  return answer;
}

HttpAnswer Fetch(const HostPort& server, const std::string& method,
                 const std::string& target, const std::string& header,
                 const std::string& body) {
  const Socket socket = Socket::Connect(server);
  if (!socket.is_open()) return {};
  const bool has_host = header.find("Host: ") != header.npos;
  socket.Send(method + " " + target + " HTTP/1.1\r\n" +
              (has_host ? "" : "Host: localhost\r\n") + header +
              "Content-Length: " + std::to_string(body.size()) +
              "\r\nConnection: close\r\n\r\n" + body);
  return ParseHttpAnswer(ReceiveHttp(socket));
}

HttpAnswer PostUpload(const HostPort& server, const std::string& body) {
  return Fetch(server, "POST", "/v1/upload",
               "Content-Type: application/x-protobuf\r\n", body);
}

}  // namespace vigil
