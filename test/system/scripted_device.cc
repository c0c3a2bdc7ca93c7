#include "test/system/scripted_device.h"

#include <utility>

#include "platform/link/frame.h"

namespace vigil {

std::string EncodeDeviceFrame(std::uint32_t session, std::uint32_t sequence,
                              const wire::DeviceMessage& message) {
  const std::string payload = message.SerializeAsString();
  std::uint8_t bytes[link::kMaxEncodedFrame];
  const Result<std::uint32_t> length = link::EncodeFrame(
      {session, sequence}, reinterpret_cast<const std::uint8_t*>(payload.data()),
      static_cast<std::uint32_t>(payload.size()), bytes, sizeof bytes);
  return {reinterpret_cast<const char*>(bytes), length.value()};
}

std::vector<wire::DeviceMessage> DeviceSession(const std::string& device_id,
                                               std::size_t count) {
  std::vector<wire::DeviceMessage> messages(count);
  messages.front().mutable_hello()->set_device_id(device_id);
  messages.front().mutable_hello()->set_firmware_version("1.0.0");
  for (std::size_t i = 1; i + 1 < count; ++i) {
    wire::SampleBlock& block = *messages[i].mutable_samples();
    block.set_channel(2);
    block.set_unit(2);
    block.set_period_us(4000);
    block.set_sequence(static_cast<std::uint32_t>(i - 1));
    block.set_first_sample_us(static_cast<std::int64_t>(i - 1) * 100'000);
    for (int sample = 0; sample < 25; ++sample) {
      block.add_samples(static_cast<int>(i) * 7 % 1000 - sample);
    }
  }
  messages.back().mutable_goodbye()->set_time_us(
      static_cast<std::int64_t>(count) * 100'000);
  return messages;
}

ScriptedDevice::ScriptedDevice(const std::string& socket_path,
                               std::vector<std::string> frames)
    : frames_(std::move(frames)),
      listener_(Socket::ListenUnix(socket_path)),
      thread_([this] { Run(); }) {}

ScriptedDevice::~ScriptedDevice() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  listener_.Shutdown();
  thread_.join();
}

void ScriptedDevice::Release(std::size_t count) {
  const std::lock_guard lock(mutex_);
  released_ = count;
  changed_.notify_all();
}

void ScriptedDevice::WaitUntilSent() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return sent_ >= released_; });
}

void ScriptedDevice::Disconnect() {
  const std::lock_guard lock(mutex_);
  disconnect_ = true;
  changed_.notify_all();
}

// False when the connection is to be left.
bool ScriptedDevice::WaitForNext() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] {
    return stopping_ || disconnect_ || sent_ < released_;
  });
  return !stopping_ && !std::exchange(disconnect_, false);
}

void ScriptedDevice::Run() {
  for (;;) {
    const Socket connection = listener_.Accept();
    if (!connection.is_open()) return;
    while (WaitForNext()) {
      const bool taken = connection.Send(frames_[sent_]);
      const std::lock_guard lock(mutex_);
      // What went to a connection that has gone is lost, as on a wire.
      ++sent_;
      changed_.notify_all();
      if (!taken) break;
    }
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
  }
}

}  // namespace vigil
