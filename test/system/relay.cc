#include "test/system/relay.h"

#include "platform/wire/cloud.pb.h"

namespace vigil {

Relay::Relay() : listener_(Socket::ListenTcp()), thread_([this] { Run(); }) {}

Relay::~Relay() {
  listener_.Shutdown();
  thread_.join();
}

void Relay::SetCloud(const HostPort& cloud) {
  const std::lock_guard lock(mutex_);
  cloud_ = cloud;
}

void Relay::ActAt(int upload, Point point, std::function<void()> action) {
  act_at_upload_ = upload;
  act_at_point_ = point;
  action_ = std::move(action);
}

void Relay::WaitForAcknowledged(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock,
                [&] { return acted_ || acknowledged_.size() >= count; });
}

void Relay::WaitForAction() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return acted_; });
}

std::set<Relay::Key> Relay::acknowledged() {
  const std::lock_guard lock(mutex_);
  return acknowledged_;
}

void Relay::Run() {
  for (;;) {
    const Socket gateway = listener_.Accept();
    if (!gateway.is_open()) return;
    while (Exchange(gateway)) {
    }
  }
}

// One upload. False when a side has gone.
bool Relay::Exchange(const Socket& gateway) {
  const std::string request = ReceiveHttp(gateway);
  if (request.empty()) return false;
  ++upload_;
  Reach(Point::kBeforeRequest);
  HostPort address;
  {
    const std::lock_guard lock(mutex_);
    address = cloud_;
  }
  const Socket cloud = Socket::Connect(address);
  if (!cloud.is_open() || !cloud.Send(request)) return false;
  const std::string answer = ReceiveHttp(cloud);
  if (answer.empty()) return false;
  if (ParseHttpAnswer(answer).code == 200) NoteAcknowledged(request);
  Reach(Point::kBeforeAnswer);
  if (!gateway.Send(answer)) return false;
  Reach(Point::kAfterAnswer);
  return true;
}

void Relay::Reach(Point point) {
  if (upload_ != act_at_upload_ || point != act_at_point_) return;
  action_();
  const std::lock_guard lock(mutex_);
  acted_ = true;
  changed_.notify_all();
}

void Relay::NoteAcknowledged(const std::string& request) {
  wire::UploadRequest upload;
  upload.ParseFromString(request.substr(request.find("\r\n\r\n") + 4));
  const std::lock_guard lock(mutex_);
  for (const wire::ReceivedMessage& message : upload.messages()) {
    acknowledged_.insert({message.session(), message.sequence()});
  }
  changed_.notify_all();
}

}  // namespace vigil
