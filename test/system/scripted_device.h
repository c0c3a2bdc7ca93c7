// A device that sends what a test tells it, when the test tells it, over a Unix
// socket; as a real one, it does not care who listens: what was sent to a
// gateway that was killed is gone.
//
//   ScriptedDevice device(path, frames);
//   device.Release(10);      // the first ten may be sent
//   device.WaitUntilSent();
#ifndef VIGIL_TEST_SYSTEM_SCRIPTED_DEVICE_H_
#define VIGIL_TEST_SYSTEM_SCRIPTED_DEVICE_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/wire/device.pb.h"
#include "test/system/socket.h"

namespace vigil {

// The bytes of one frame of the link.
std::string EncodeDeviceFrame(std::uint32_t session, std::uint32_t sequence,
                              const wire::DeviceMessage& message);

// A session as a device has it: a DeviceHello, sample blocks, a DeviceGoodbye;
// `count` messages. The place of a message is its sequence number.
std::vector<wire::DeviceMessage> DeviceSession(const std::string& device_id,
                                               std::size_t count);

class ScriptedDevice {
 public:
  ScriptedDevice(const std::string& socket_path, std::vector<std::string> frames);
  ~ScriptedDevice();

  // The first `count` frames may be sent.
  void Release(std::size_t count);
  // Until all that may be sent was handed to a gateway's connection.
  void WaitUntilSent();
  // Drops the connection; the next frame goes to the next one.
  void Disconnect();

 private:
  void Run();
  bool WaitForNext();

  const std::vector<std::string> frames_;
  const Socket listener_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t released_ = 0;  // guarded by mutex_, as all below
  std::size_t sent_ = 0;
  bool disconnect_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace vigil

#endif  // VIGIL_TEST_SYSTEM_SCRIPTED_DEVICE_H_
