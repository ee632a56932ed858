// SPDX-License-Identifier: MIT
#ifndef LOCCER_EXAMPLES_RECIPES_SERVER_HPP
#define LOCCER_EXAMPLES_RECIPES_SERVER_HPP

// What the recipes for web servers share: an integration that shows a record the request at which something went wrong,
// and the shop that they serve.

#include <loccer/integrations/http_context.hpp>
#include <loccer/loccer.hpp>

#include <cxxabi.h>

#include <charconv>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

//! [hand]
/// A request while it is answered.
struct RequestInHand {
    loccer::http::RequestState state;
    loccer::http::RequestScope scope{state};

    RequestInHand() = default;
    RequestInHand(const RequestInHand&) = delete;
    RequestInHand& operator=(const RequestInHand&) = delete;
    ~RequestInHand() { state.end(); }
};
//! [hand]

//! [integration]
/// \tparam Name its key in `integrations`. \tparam View shows a request of the framework.
template <loccer::FixedString Name, class View>
class ServerIntegration {
  public:
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = Name;

    template <class Context, class Log>
    void activate(Log& log) noexcept {
        recorder_.attach<Context>(log);
    }

    void gather(const loccer::Event& event, auto& out) const {
        loccer::http::RequestState* const state = loccer::http::CurrentRequests::of(this);
        if (state == nullptr) return;
        if (event.kind == loccer::RecordKind::exception) state->note_record();
        loccer::http::gather_request(*state, out);
    }

    /// Calls a handler, which answers and returns the status. Where it throws, `apologize` does so. Then the failure is
    /// recorded: an exception, or a status from 500 on.
    template <class Request>
    void answer(const Request& request, auto&& handle, auto&& apologize) const {
        RequestInHand hand;
        hand.state.begin(this, loccer::http::AnyRequest::of<View>(request));
        int status = 0;
        try {
            status = loccer::http::watched(hand.state, handle);
        } catch (abi::__forced_unwind&) {  // the thread ends
            throw;
        } catch (...) {  // kept in the state
            status = apologize();
        }
        recorder_.finish(hand.state, status, Name.view());
    }

  private:
    loccer::http::ResponseRecorder recorder_;
};
//! [integration]

/// What is sold: `/orders/1` and `/orders/2`; the third is lost, and no other number was ever given out. Throws one of
/// two types, for a server has to withstand any.
inline std::string order_at(std::string_view path) {
    constexpr std::string_view folder = "/orders/";
    int number = 0;
    if (path.starts_with(folder)) std::from_chars(path.data() + folder.size(), path.data() + path.size(), number);
    if (number == 3) throw number;
    if (number < 1 || number > 3) throw std::out_of_range("no such order");
    return "order " + std::to_string(number) + "\n";
}

/// Tells who started the server where it listens, and waits until they close its standard input.
inline void serve_until_end_of_input(int port) {
    std::printf("listening on port %d\n", port);
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
}

#endif
