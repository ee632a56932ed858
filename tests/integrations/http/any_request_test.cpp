// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/any_request.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::http::AnyRequest;
using loccer::http::FileFacts;
using loccer::http::FileVisitor;
using loccer::http::path_of;
using loccer::http::query_of;
using loccer::http::RequestFacts;
using loccer::http::RequestView;

struct Message {
    std::string target = "/orders?page=2#top";
};

/// As little as a view may be.
struct SmallView {
    const Message& message;

    static std::string_view method() { return "GET"; }
    std::string_view target() const { return message.target; }
    static std::string_view remote_address() { return "192.0.2.7"; }
    template <class Visit>
    void for_each_header(Visit&& visit) const {
        visit("Host", "shop.example");
        visit("Accept", "*/*");
    }
};

/// A view that says all there is.
struct WholeView : SmallView {
    static std::string_view path() { return "/decoded path"; }
    static std::string_view http_version() { return "HTTP/1.1"; }
    static std::string_view endpoint() { return "/:name"; }
    static int remote_port() { return 4711; }
    static std::optional<std::string_view> body() { return "a=1"; }
    template <class Visit>
    void for_each_form_field(Visit&& visit) const {
        visit("field", "text");
    }
    static void for_each_file(FileVisitor visit) {
        FileFacts file;
        file.form_name = "photo";
        visit(file);
    }
};

/// A view of a framework that keeps path and query apart.
struct PathView {
    const Message& message;

    static std::string_view method() { return "GET"; }
    static std::string_view path() { return "/orders"; }
    static std::string_view remote_address() { return "192.0.2.7"; }
    template <class Visit>
    void for_each_header(Visit&&) const {}
};

struct PathAndQueryView : PathView {
    std::string_view query() const { return message.target; }
};

/// A view that makes texts, which are gone when they are read.
struct MakingView : SmallView {
    std::string target() const { return message.target; }
};

/// A view of which nobody knows where the request went.
struct AimlessView : PathView {
    static std::string_view path() = delete;
};

struct BrokenView : SmallView {
    static std::string_view method() { throw std::runtime_error("no method"); }
};

struct NoView {
    const Message& message;
};

std::vector<std::string> headers_of(const AnyRequest& request) {
    std::vector<std::string> headers;
    request.for_each_header([&](std::string_view name, std::string_view value) {
        headers.push_back(std::string(name) + "=" + std::string(value));
    });
    return headers;
}

TEST(QueryOf, IsWhatStandsBetweenTheFirstQuestionMarkAndTheFragment) {
    EXPECT_EQ(query_of("/orders?page=2&q=a?b"), "page=2&q=a?b");
    EXPECT_EQ(query_of("/orders?page=2#x?y=3"), "page=2");
    EXPECT_EQ(query_of("/orders#x?y=3"), "");
    EXPECT_EQ(query_of("/orders?"), "");
    EXPECT_EQ(query_of("/orders"), "");
    EXPECT_EQ(query_of(""), "");
}

TEST(PathOf, IsWhatStandsBeforeQueryAndFragment) {
    EXPECT_EQ(path_of("/orders?page=2#top"), "/orders");
    EXPECT_EQ(path_of("/orders#x?y=3"), "/orders");
    EXPECT_EQ(path_of("/orders"), "/orders");
    EXPECT_EQ(path_of(""), "");
}

TEST(RequestView, IsWhatHasAMethodATargetAnAddressAndHeaders) {
    EXPECT_TRUE(RequestView<SmallView>);
    EXPECT_TRUE(RequestView<WholeView>);
    EXPECT_FALSE(RequestView<NoView>);
}

TEST(RequestView, MayHaveAPathInPlaceOfATarget) {
    EXPECT_TRUE(RequestView<PathView>);
    EXPECT_TRUE(RequestView<PathAndQueryView>);
    EXPECT_FALSE(RequestView<AimlessView>);
}

TEST(RequestView, ReturnsNoTextThatItMakes) { EXPECT_FALSE(RequestView<MakingView>); }

TEST(AnyRequest, ShowsWhatASmallViewKnows) {
    const Message message;
    const AnyRequest request = AnyRequest::of<SmallView>(message);

    const RequestFacts facts = request.facts();

    EXPECT_EQ(facts.method, "GET");
    EXPECT_EQ(facts.target, "/orders?page=2#top");
    EXPECT_EQ(facts.path, "/orders");
    EXPECT_EQ(facts.query, "page=2");
    EXPECT_EQ(facts.remote_address, "192.0.2.7");
    EXPECT_EQ(facts.remote_port, 0);
    EXPECT_EQ(facts.endpoint, "");
    EXPECT_FALSE(facts.body.has_value());
    EXPECT_EQ(headers_of(request), (std::vector<std::string>{"Host=shop.example", "Accept=*/*"}));
}

TEST(AnyRequest, ShowsPathAndQueryWhereTheViewKeepsThemApart) {
    const Message message{"?page=2"};
    const Message without_mark{"page=?2"};

    const RequestFacts path_alone = AnyRequest::of<PathView>(message).facts();
    const RequestFacts facts = AnyRequest::of<PathAndQueryView>(message).facts();

    EXPECT_EQ(path_alone.path, "/orders");
    EXPECT_EQ(path_alone.query, "");
    EXPECT_EQ(facts.path, "/orders");
    EXPECT_EQ(facts.query, "page=2");
    EXPECT_EQ(facts.target, "");
    EXPECT_EQ(AnyRequest::of<PathAndQueryView>(without_mark).facts().query, "page=?2");
}

TEST(AnyRequest, HasNoFormAndNoFilesWhereTheViewHasNone) {
    const Message message;
    const AnyRequest request = AnyRequest::of<SmallView>(message);

    int visits = 0;
    request.for_each_form_field([&](std::string_view, std::string_view) { ++visits; });
    request.for_each_file([&](const FileFacts&) { ++visits; });

    EXPECT_EQ(visits, 0);
}

TEST(AnyRequest, ShowsAllThatAViewSays) {
    const Message message;
    const AnyRequest request = AnyRequest::of<WholeView>(message);

    const RequestFacts facts = request.facts();
    std::string told;
    request.for_each_form_field([&](std::string_view name, std::string_view value) {
        told += std::string(name) + "=" + std::string(value) + ";";
    });
    request.for_each_file([&](const FileFacts& file) { told += file.form_name; });

    EXPECT_EQ(facts.path, "/decoded path");
    EXPECT_EQ(facts.query, "page=2");
    EXPECT_EQ(facts.http_version, "HTTP/1.1");
    EXPECT_EQ(facts.endpoint, "/:name");
    EXPECT_EQ(facts.remote_port, 4711);
    EXPECT_EQ(facts.body, "a=1");
    EXPECT_EQ(told, "field=text;photo");
}

TEST(AnyRequest, KnowsWhoseRequestItIs) {
    const Message message;
    const Message other;
    const AnyRequest request = AnyRequest::of<SmallView>(message);

    EXPECT_TRUE(request.is(&message));
    EXPECT_FALSE(request.is(&other));
}

TEST(AnyRequest, ThrowsWhatTheViewThrows) {
    const Message message;
    const AnyRequest request = AnyRequest::of<BrokenView>(message);

    EXPECT_THROW((void)request.facts(), std::runtime_error);
}

TEST(AnyRequest, IsEmptyUntilItRefersToOne) {
    const AnyRequest request;

    EXPECT_EQ(request.facts().method, "");
    EXPECT_TRUE(headers_of(request).empty());
}

}  // namespace
