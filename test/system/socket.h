// Blocking sockets for tests, and as much HTTP as they need.
#ifndef VIGIL_TEST_SYSTEM_SOCKET_H_
#define VIGIL_TEST_SYSTEM_SOCKET_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "cloud/http/url.h"

namespace vigil {

// A connected or listening socket; closed at the end of its object.
class Socket {
 public:
  // Port 0 takes a free one; see Port. All fail by ending the test program, but
  // Accept and Connect, which give a socket that is not open.
  static Socket ListenTcp();
  static Socket ListenUnix(const std::string& path);
  static Socket Connect(const HostPort& address);

  Socket() = default;
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  Socket Accept() const;
  std::uint16_t Port() const;
  bool is_open() const { return descriptor_ >= 0; }

  // False when the other side has gone.
  bool Send(const std::string& bytes) const;
  // Up to `most` bytes; empty at the end.
  std::string Receive(std::size_t most) const;
  // Exactly `count` bytes, or what there was before the end.
  std::string ReceiveAll(std::size_t count) const;
  // Ends what blocks on it in another thread.
  void Shutdown() const;

 private:
  int descriptor_ = -1;
};

// A whole HTTP message with its Content-Length; empty at the end.
std::string ReceiveHttp(const Socket& socket);

struct HttpAnswer {
  int code = 0;  // 0: none came
  std::string header;
  std::string body;
};
HttpAnswer ParseHttpAnswer(const std::string& message);

// One request on a connection of its own. `header`: more lines, each with \r\n.
HttpAnswer Fetch(const HostPort& server, const std::string& method,
                 const std::string& target, const std::string& header = "",
                 const std::string& body = "");

// POST of a serialized UploadRequest.
HttpAnswer PostUpload(const HostPort& server, const std::string& body);

}  // namespace vigil

#endif  // VIGIL_TEST_SYSTEM_SOCKET_H_
