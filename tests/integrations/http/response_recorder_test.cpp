// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/response_recorder.hpp>

#include "support/test_log.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <string>

namespace {

using loccer::http::AnyRequest;
using loccer::http::RequestState;
using loccer::http::ResponseRecorder;

/// A recorder that is attached to the log it stands in, as an integration's.
struct RecorderIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "server";
    ResponseRecorder recorder;

    template <class Context, class Log>
    void activate(Log& log) {
        recorder.attach<Context>(log);
    }
    void gather(const loccer::Event&, auto&) const {}
};

template <class... Options>
class Server {
  public:
    /// *Effects* answers a request, due to `failure` where that is one.
    void answer(int status, const std::exception_ptr& failure = nullptr, bool is_recorded = false) {
        RequestState state;
        state.begin(this, AnyRequest{});
        if (failure != nullptr) state.keep(failure);
        if (is_recorded) state.note_record();
        log_.template get<RecorderIntegration>().recorder.finish(state, status, "Server");
        state.end();
    }
    /// *Returns* what is recorded, one word each.
    std::string recorded() const {
        std::string words;
        for (const nlohmann::json& record : test_log::records(log_)) {
            if (record["loccer_type"] == "exception") words += record["msg"].get<std::string>() + " ";
            else words += std::to_string(record["data"]["status_code"].get<int>()) + " ";
        }
        return words;
    }
    nlohmann::json only_record() const { return test_log::only_record(log_); }

  private:
    loccer::Loccer<RecorderIntegration, loccer::HttpCapture<Options...>, loccer::InMemoryOutput> log_{};
};

const std::exception_ptr boom = std::make_exception_ptr(std::runtime_error("boom"));

TEST(ResponseRecorder, RecordsServerErrorsAndNothingElse) {
    Server<> server;

    for (const int status : {100, 200, 204, 302, 399, 400, 404, 499, 500, 503, 599, 600}) server.answer(status);

    EXPECT_EQ(server.recorded(), "500 503 599 ");
}

TEST(ResponseRecorder, SaysTheStatusAsAMessageAndAsANumber) {
    Server<> server;

    server.answer(503);

    EXPECT_EQ(server.only_record()["loccer_type"], "metadata_log");
    EXPECT_EQ(server.only_record()["data"].dump(), R"({"msg":"Server `503` response","status_code":503})");
}

TEST(ResponseRecorder, RecordsClientErrorsWhereItIsAskedTo) {
    Server<loccer::Capture4xx> server;

    for (const int status : {302, 404, 500}) server.answer(status);

    EXPECT_EQ(server.recorded(), "404 500 ");
}

TEST(ResponseRecorder, LeavesServerErrorsOutWhereItIsAskedToAndExceptionsNever) {
    Server<loccer::NoCapture5xx> server;

    server.answer(500);
    server.answer(500, boom);

    EXPECT_EQ(server.recorded(), "boom ");
}

TEST(ResponseRecorder, RecordsAnExceptionOnceAndNotItsStatusAsWell) {
    Server<> server;

    server.answer(500, boom);

    EXPECT_EQ(server.recorded(), "boom ");
}

TEST(ResponseRecorder, RecordsNoStatusWhereAnExceptionWasRecordedMeanwhile) {
    Server<> server;

    server.answer(500, nullptr, true);

    EXPECT_EQ(server.recorded(), "");
}

TEST(ResponseRecorder, TakesAnExceptionThatWasAnsweredForAnAnswer) {
    Server<> server;
    Server<loccer::Capture4xx> curious;

    for (const int status : {200, 302, 404, 418}) server.answer(status, boom);
    for (const int status : {200, 302, 404}) curious.answer(status, boom);

    EXPECT_EQ(server.recorded(), "");
    EXPECT_EQ(curious.recorded(), "boom ");
}

TEST(ResponseRecorder, RecordsAnExceptionWhoseAnswerIsNotKnown) {
    Server<> server;

    server.answer(0, boom);
    server.answer(0);

    EXPECT_EQ(server.recorded(), "boom ");
}

TEST(ResponseRecorder, DoesNothingOutsideOfALog) {
    const ResponseRecorder recorder;
    RequestState state;

    recorder.finish(state, 500, "Server");
    recorder.record(boom);

    EXPECT_EQ(state.status(), 500);
}

}  // namespace
