// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTPLIB_APP_HPP
#define LOCCER_INTEGRATIONS_HTTPLIB_APP_HPP

// Registers handlers with a cpp-httplib server so that records have the stack of what they throw, and the route: the
// library's exception handler is called when the stack has unwound.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/response_recorder.hpp>
#include <loccer/integrations/httplib/handler.hpp>

#include <string>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// A server whose handlers are watched: has the library's `Get`, `Post`, `Put`, `Patch`, `Delete` and `Options`, with
/// the same patterns and the same handlers. A handle: copies refer to the same server, which outlives them.
template <class Server>
class HttplibApp {
  public:
    /// \param owner the integration whose recorder it is; both outlive the server.
    HttplibApp(Server& server, const void* owner, const http::ResponseRecorder& recorder) noexcept
        : server_(&server), owner_(owner), recorder_(&recorder) {}

    // NOLINTBEGIN(readability-identifier-naming): the names are the library's
    /// *Effects* registers a handler, as the member of the server with this name does. *Throws* what that throws.
    template <class Function>
    HttplibApp& Get(const std::string& pattern, Function function) {
        server_->Get(pattern, watched(pattern, std::move(function)));
        return *this;
    }
    /// As Get().
    template <class Function>
    HttplibApp& Post(const std::string& pattern, Function function) {
        server_->Post(pattern, watched(pattern, std::move(function)));
        return *this;
    }
    /// As Get().
    template <class Function>
    HttplibApp& Put(const std::string& pattern, Function function) {
        server_->Put(pattern, watched(pattern, std::move(function)));
        return *this;
    }
    /// As Get().
    template <class Function>
    HttplibApp& Patch(const std::string& pattern, Function function) {
        server_->Patch(pattern, watched(pattern, std::move(function)));
        return *this;
    }
    /// As Get().
    template <class Function>
    HttplibApp& Delete(const std::string& pattern, Function function) {
        server_->Delete(pattern, watched(pattern, std::move(function)));
        return *this;
    }
    /// As Get().
    template <class Function>
    HttplibApp& Options(const std::string& pattern, Function function) {
        server_->Options(pattern, watched(pattern, std::move(function)));
        return *this;
    }
    // NOLINTEND(readability-identifier-naming)

    [[nodiscard]] Server& server() const noexcept { return *server_; }

  private:
    template <class Function>
    HttplibHandler<Function> watched(const std::string& pattern, Function function) const {
        return HttplibHandler<Function>(owner_, *recorder_, std::move(function), pattern);
    }

    Server* server_;
    const void* owner_;
    const http::ResponseRecorder* recorder_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
