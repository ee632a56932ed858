// SPDX-License-Identifier: MIT
#include <loccer/integrations/httplib/view.hpp>

#include "support/fake_httplib.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using fake_httplib::NewRequest;
using fake_httplib::OldRequest;
using loccer::HttplibView;
using loccer::http::FileFacts;

static_assert(loccer::http::RequestView<HttplibView<OldRequest>>);
static_assert(loccer::http::RequestView<HttplibView<NewRequest>>);

template <class Request>
std::string headers_of(const Request& request) {
    std::string told;
    HttplibView<Request>(request).for_each_header([&](std::string_view name, std::string_view value) {
        told += std::string(name) + "=" + std::string(value) + ";";
    });
    return told;
}

template <class Request>
std::string parts_of(const Request& request) {
    std::string told;
    const HttplibView<Request> view(request);
    view.for_each_form_field([&](std::string_view name, std::string_view value) {
        told += "field " + std::string(name) + "=" + std::string(value) + ";";
    });
    view.for_each_file([&](const FileFacts& file) {
        told += "file " + std::string(file.form_name) + "=" + std::string(file.filename) + " " +
                std::string(file.content_type) + " " + std::to_string(file.content_length);
        if (file.for_each_header != nullptr)
            file.for_each_header(file.part, [&](std::string_view name, std::string_view value) {
                told += " " + std::string(name) + "=" + std::string(value);
            });
        told += ";";
    });
    return told;
}

TEST(HttplibView, TellsFieldsFromFilesInATableOfParts) {
    OldRequest request;
    request.files = {{"comment", {"comment", "broken", "", ""}}, {"photo", {"photo", "12345", "a.png", "image/png"}}};

    EXPECT_EQ(parts_of(request), "field comment=broken;file photo=a.png image/png 5;");
}

TEST(HttplibView, TellsFieldsAndFilesOfAFormWithTheHeadersOfParts) {
    NewRequest request;
    request.form.fields = {{"comment", {"comment", "broken"}}};
    request.form.files = {{"photo", {"photo", "12345", "a.png", "image/png", {{"X-Part", "1"}}}}};

    EXPECT_EQ(parts_of(request), "field comment=broken;file photo=a.png image/png 5 X-Part=1;");
}

TEST(HttplibView, KnowsTheRouteWhereTheLibraryDoes) {
    NewRequest request;
    request.matched_route = "/orders/:id";

    EXPECT_EQ(HttplibView<NewRequest>(request).endpoint(), "/orders/:id");
    EXPECT_EQ(HttplibView<OldRequest>(OldRequest{}).endpoint(), "");
}

TEST(HttplibView, LeavesOutTheHeadersThatTheLibraryAdds) {
    OldRequest request;
    request.headers = {{"Host", "shop"},
                       {"LOCAL_ADDR", "127.0.0.1"},
                       {"LOCAL_PORT", "80"},
                       {"REMOTE_ADDR", "127.0.0.1"},
                       {"REMOTE_PORT", "4711"}};

    EXPECT_EQ(headers_of(request), "Host=shop;");
}

TEST(HttplibView, ShowsWhatAClientSentUnderTheNamesOfThese) {
    OldRequest request;
    request.headers = {{"REMOTE_ADDR", "10.0.0.1"},
                       {"REMOTE_PORT", "22"},
                       {"remote_port", "many"},
                       {"remote_port", "99999999999999999999"}};

    EXPECT_EQ(headers_of(request),
              "REMOTE_ADDR=10.0.0.1;REMOTE_PORT=22;remote_port=many;remote_port=99999999999999999999;");
}

TEST(HttplibView, HasTheBodyWhereItIsInMemory) {
    OldRequest request;

    EXPECT_EQ(HttplibView<OldRequest>(request).body(), "");
    request.headers = {{"Content-Length", "0"}};
    EXPECT_EQ(HttplibView<OldRequest>(request).body(), "");
    request.headers = {{"Content-Length", "3"}};
    request.body = "a=1";
    EXPECT_EQ(HttplibView<OldRequest>(request).body(), "a=1");
}

TEST(HttplibView, HasNoBodyWhereOneWasAnnouncedAndIsNotInMemory) {
    OldRequest request;

    request.headers = {{"Content-Length", "3"}};
    EXPECT_FALSE(HttplibView<OldRequest>(request).body().has_value());
    request.headers = {{"Transfer-Encoding", "chunked"}};
    EXPECT_FALSE(HttplibView<OldRequest>(request).body().has_value());
}

TEST(HttplibView, TakesPartsForABodyInMemory) {
    OldRequest old_request;
    NewRequest new_request;
    old_request.headers = new_request.headers = {{"Content-Length", "300"}};
    old_request.files = {{"a", {"a", "1", "", ""}}};
    new_request.form.fields = {{"a", {"a", "1"}}};

    EXPECT_EQ(HttplibView<OldRequest>(old_request).body(), "");
    EXPECT_EQ(HttplibView<NewRequest>(new_request).body(), "");
}

}  // namespace
