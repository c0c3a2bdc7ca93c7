// Stands between gateway and cloud, and lets a test act at an exact point of the
// n-th upload.
//
//   Relay relay;
//   relay.SetCloud(address);
//   relay.ActAt(3, Relay::Point::kBeforeAnswer, [&] { cloud.Kill(); ... });
//
// Remembers every message that the cloud has acknowledged, also where the
// gateway never saw the answer.
#ifndef VIGIL_TEST_SYSTEM_RELAY_H_
#define VIGIL_TEST_SYSTEM_RELAY_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "cloud/http/url.h"
#include "test/system/socket.h"

namespace vigil {

class Relay {
 public:
  enum class Point {
    kBeforeRequest,  // the gateway has sent it, the cloud has not got it
    kBeforeAnswer,   // the cloud has stored it, the gateway does not know
    kAfterAnswer,    // the gateway was told, and may be forgetting it
  };
  using Key = std::pair<std::uint32_t, std::uint32_t>;  // session, sequence

  Relay();
  ~Relay();

  HostPort address() const { return {"127.0.0.1", listener_.Port()}; }
  // May be called within an action.
  void SetCloud(const HostPort& cloud);
  // Before the first upload. `upload` counts from 1.
  void ActAt(int upload, Point point, std::function<void()> action);

  // Blocks until that many different messages were acknowledged, or until the
  // action is done.
  void WaitForAcknowledged(std::size_t count);
  void WaitForAction();
  std::set<Key> acknowledged();

 private:
  void Run();
  bool Exchange(const Socket& gateway);
  void Reach(Point point);
  void NoteAcknowledged(const std::string& request);

  const Socket listener_;
  int upload_ = 0;
  int act_at_upload_ = 0;
  Point act_at_point_ = Point::kBeforeRequest;
  std::function<void()> action_;
  std::mutex mutex_;
  std::condition_variable changed_;
  HostPort cloud_;               // guarded by mutex_, as all below
  std::set<Key> acknowledged_;
  bool acted_ = false;
  std::thread thread_;
};

}  // namespace vigil

#endif  // VIGIL_TEST_SYSTEM_RELAY_H_
