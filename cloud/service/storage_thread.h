// The store on a thread of its own, so that a slow disk never holds up the
// network. Uploads that wait are stored together with one commit.
//
//   StorageThread storage(std::move(store));
//   storage.Upload(request, [](absl::StatusOr<Stored> stored) { ... });
//   storage.Stop();
//
// The functions may be called from any thread and do not block, but Stop. Every
// `done` is called once: on the storage thread, or at once when refused.
#ifndef VIGIL_CLOUD_SERVICE_STORAGE_THREAD_H_
#define VIGIL_CLOUD_SERVICE_STORAGE_THREAD_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "cloud/service/store.h"

namespace vigil {

// What may wait. An upload is at most 4 MiB, so this bounds the memory.
inline constexpr std::size_t kMaxWaitingUploads = 64;
inline constexpr std::size_t kMaxWaitingQueries = 256;

class StorageThread {
 public:
  using UploadDone = std::function<void(absl::StatusOr<Stored>)>;
  using Query = std::function<void(Store&)>;

  explicit StorageThread(Store store);
  StorageThread(const StorageThread&) = delete;
  StorageThread& operator=(const StorageThread&) = delete;
  ~StorageThread();

  // `done` gets the answer of Store::StoreAll, or kUnavailable when too many
  // wait or after Stop.
  void Upload(wire::UploadRequest request, UploadDone done);

  // Runs `query` on the store. False when too many wait or after Stop: then it
  // is not run.
  bool Ask(Query query);

  // Finishes what waits and ends the thread. Blocks until then.
  void Stop();

 private:
  struct Work {
    std::vector<wire::UploadRequest> requests;
    std::vector<UploadDone> dones;
    std::deque<Query> queries;
  };

  void Run();
  void Do(Work work);

  Store store_;  // of the thread alone
  std::mutex mutex_;
  std::condition_variable changed_;
  Work waiting_;           // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;     // last: starts when all else is there
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_SERVICE_STORAGE_THREAD_H_
