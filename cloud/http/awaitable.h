// How this code waits: C++20 coroutines on Asio, errors as values instead of
// exceptions. Include it in few files; Asio takes long to compile.
//
//   auto [error, length] = co_await socket.async_read_some(buffer, kAsValues);
//
//   // For what ends on another thread: `start` gets a function to call once.
//   Answer answer = co_await Wait<Answer>([&](std::function<void(Answer)> done) {
//     storage.Ask(..., done);
//   });
#ifndef VIGIL_CLOUD_HTTP_AWAITABLE_H_
#define VIGIL_CLOUD_HTTP_AWAITABLE_H_

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <utility>

namespace vigil {

template <typename T>
using Awaitable = boost::asio::awaitable<T>;

inline constexpr auto kAsValues =
    boost::asio::as_tuple(boost::asio::use_awaitable);

// Resumes on the executor of the coroutine, on whichever thread `done` is
// called.
template <typename T>
Awaitable<T> Wait(std::function<void(std::function<void(T)>)> start) {
  const auto initiate = [&start](auto handler) {
    const auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    const auto executor = boost::asio::get_associated_executor(*shared);
    start([shared, executor](T value) {
      boost::asio::post(executor, [shared, value = std::move(value)]() mutable {
        std::move (*shared)(std::move(value));
      });
    });
  };
  co_return co_await boost::asio::async_initiate<
      const boost::asio::use_awaitable_t<>, void(T)>(initiate,
                                                     boost::asio::use_awaitable);
}

}  // namespace vigil

#endif  // VIGIL_CLOUD_HTTP_AWAITABLE_H_
