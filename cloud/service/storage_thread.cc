#include "cloud/service/storage_thread.h"

#include <utility>

namespace vigil {

StorageThread::StorageThread(Store store)
    : store_(std::move(store)), thread_([this] { Run(); }) {}

StorageThread::~StorageThread() { Stop(); }

void StorageThread::Upload(wire::UploadRequest request, UploadDone done) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && waiting_.requests.size() < kMaxWaitingUploads) {
      waiting_.requests.push_back(std::move(request));
      waiting_.dones.push_back(std::move(done));
      changed_.notify_one();
      return;
    }
  }
  done(absl::UnavailableError("too many uploads wait; try again later"));
}

bool StorageThread::Ask(Query query) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || waiting_.queries.size() >= kMaxWaitingQueries) return false;
  waiting_.queries.push_back(std::move(query));
  changed_.notify_one();
  return true;
}

void StorageThread::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void StorageThread::Run() {
  for (;;) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] {
        return stopping_ || !waiting_.requests.empty() ||
               !waiting_.queries.empty();
      });
      if (waiting_.requests.empty() && waiting_.queries.empty()) return;
      work = std::exchange(waiting_, Work());
    }
    Do(std::move(work));
  }
}

void StorageThread::Do(Work work) {
  if (!work.requests.empty()) {
    std::vector<absl::StatusOr<Stored>> answers =
        store_.StoreAll(work.requests);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      work.dones[i](std::move(answers[i]));
    }
  }
  for (const Query& query : work.queries) query(store_);
}

}  // namespace vigil
