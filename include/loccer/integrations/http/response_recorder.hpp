// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_RESPONSE_RECORDER_HPP
#define LOCCER_INTEGRATIONS_HTTP_RESPONSE_RECORDER_HPP

// What becomes of a request whose answer is final: a record of the exception that led to it, one that tells of the
// status, or none. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/integrations/http/current_request.hpp>
#include <loccer/integrations/http/setting.hpp>

#include <charconv>
#include <cstring>
#include <exception>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

/// The log of a web integration, and which answers are recorded into it. *Threads* safe. *Throws* nothing.
class ResponseRecorder {
  public:
    constexpr ResponseRecorder() noexcept = default;

    /// *Effects* learns the log and its setting HttpCapture: to be called by the integration's activate().
    template <class Context, class Log>
    void attach(Log& log) noexcept {
        using Setting = typename Context::template setting<policy::HttpCaptureKind, HttpCapture<>>;
        sink_ = capture::sink_of(log);
        captures_4xx_ = Setting::captures_4xx;
        captures_5xx_ = Setting::captures_5xx;
    }

    /// *Effects* records an exception at once.
    LOCCER_COLD void record(const std::exception_ptr& exception) const noexcept {
        if (sink_.log != nullptr && exception != nullptr)
            sink_.record(sink_.log, capture::captured_from(exception, __builtin_return_address(0)));
    }

    /// *Effects* records what the answer to a request is due to, once: the exception that was kept, else the status
    /// where the setting asks for it and no exception was recorded meanwhile. An exception that the program answered
    /// with a status below 500 was dealt with, and counts as an answer with that status. *Requires* that the request is
    /// the current one. \param status final; 0 where it is not known. \param framework as the record calls it.
    void finish(RequestState& state, int status, std::string_view framework) const noexcept {
        state.set_status(status);
        if (status >= 200 && status < 400) [[likely]]
            return;
        if (state.failure().is_held()) {
            if (status == 0 || status >= 500 || is_captured(status)) record(state.failure().get());
        } else if (is_captured(status) && !state.is_recorded()) {
            record_status(status, framework);
        }
    }

  private:
    [[nodiscard]] bool is_captured(int status) const noexcept {
        return (captures_5xx_ && status >= 500 && status < 600) || (captures_4xx_ && status >= 400 && status < 500);
    }

    LOCCER_COLD void record_status(int status, std::string_view framework) const noexcept {
        if (sink_.log == nullptr) return;
        char text[64];
        char* end = text;
        const auto add = [&](std::string_view part) {
            if (part.size() > static_cast<std::size_t>(text + sizeof text - end)) return;
            std::memcpy(end, part.data(), part.size());
            end += part.size();
        };
        char digits[12];
        const char* const digits_end = std::to_chars(digits, digits + sizeof digits, status).ptr;
        add(framework);
        add(" `");
        add({digits, static_cast<std::size_t>(digits_end - digits)});
        add("` response");
        sink_.log_members(sink_.log, {{"msg", std::string_view(text, static_cast<std::size_t>(end - text))},
                                      {"status_code", status}});
    }

    capture::Sink sink_{};
    bool captures_4xx_ = false;
    bool captures_5xx_ = true;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
