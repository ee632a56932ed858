// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/gather_request.hpp>

#include "support/json_check.hpp"

#include <loccer/json/object.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/redactions/no_values.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/rules.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using loccer::CaptureBody;
using loccer::HttpCapture;
using loccer::http::AnyRequest;
using loccer::http::FileFacts;
using loccer::http::FileVisitor;
using loccer::http::PairVisitor;
using loccer::http::RequestState;

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Upload {
    std::string form_name;
    std::string filename;
    std::string content_type;
    std::string content;
    Pairs headers{};
};

struct Message {
    std::string method = "GET";
    std::string target = "/";
    Pairs headers{};
    std::optional<std::string> body = "";
    Pairs fields{};
    std::vector<Upload> files{};
    bool is_broken = false;
};

struct MessageView {
    const Message& message;

    std::string_view method() const {
        if (message.is_broken) throw std::runtime_error("the connection is gone");
        return message.method;
    }
    std::string_view target() const { return message.target; }
    static std::string_view remote_address() { return "192.0.2.7"; }
    static std::string_view http_version() { return "HTTP/1.1"; }
    static int remote_port() { return 4711; }
    std::optional<std::string_view> body() const {
        return message.body ? std::optional<std::string_view>(*message.body) : std::nullopt;
    }
    void for_each_header(PairVisitor visit) const {
        for (const auto& [name, value] : message.headers) visit(name, value);
    }
    void for_each_form_field(PairVisitor visit) const {
        for (const auto& [name, value] : message.fields) visit(name, value);
    }
    void for_each_file(FileVisitor visit) const {
        for (const Upload& upload : message.files) {
            FileFacts file{upload.form_name, upload.filename, upload.content_type, upload.content.size()};
            file.part = &upload;
            file.for_each_header = [](const void* part, PairVisitor visit_header) {
                for (const auto& [name, value] : static_cast<const Upload*>(part)->headers) visit_header(name, value);
            };
            visit(file);
        }
    }
};

/// *Returns* what records show of a request.
template <class Rules, class View, class... Policies>
nlohmann::json shown_under(const Message& message, int status = 0, std::string_view endpoint = {}) {
    using Context = loccer::json::Context<Rules, Policies...>;
    constexpr std::size_t room = 1 << 18;
    const std::unique_ptr<char[]> storage{new char[room]};
    loccer::json::Writer writer{{storage.get(), room}};
    RequestState state;
    state.begin(&message, AnyRequest::of<View>(message), endpoint);
    state.set_status(status);
    writer.begin_object();
    loccer::json::Object<Context> out{writer};
    out.structure("request", [&](auto& inner) { loccer::http::gather_request(state, inner); });
    writer.end_object();
    state.end();
    return json_check::checked(writer.view())["request"];
}

/// As shown_under(), under the default rules.
template <class Setting = HttpCapture<>, class View = MessageView>
nlohmann::json shown(const Message& message, int status = 0, std::string_view endpoint = "/orders") {
    return shown_under<loccer::redactions::RulesOf<>, View, Setting>(message, status, endpoint);
}

Message post(std::string type, std::string body) {
    Message message;
    message.method = "POST";
    message.headers = {{"Content-Type", std::move(type)}, {"Content-Length", std::to_string(body.size())}};
    message.body = std::move(body);
    return message;
}

TEST(GatherRequest, ShowsWhereARequestCameFromAndWhereItWent) {
    Message message;
    message.target = "/orders/7?page=2";
    message.headers = {{"User-Agent", "curl/8"}};

    const nlohmann::json request = shown(message, 500);

    EXPECT_EQ(request["endpoint"], "/orders");
    EXPECT_EQ(request["client_ip"], "192.0.2.7");
    EXPECT_EQ(request["client_port"], 4711);
    EXPECT_EQ(request["url"], "/orders/7");
    EXPECT_EQ(request["method"], "GET");
    EXPECT_EQ(request["http_version"], "HTTP/1.1");
    EXPECT_EQ(request["status"], 500);
    EXPECT_EQ(request["user_agent"], "curl/8");
    EXPECT_EQ(request["query"].dump(), R"({"page":"2"})");
    EXPECT_EQ(request["headers"].dump(), R"({"User-Agent":"curl/8"})");
}

TEST(GatherRequest, IsNullWhereSomethingIsNotKnown) {
    const nlohmann::json request = shown(Message{}, 0, {});

    EXPECT_EQ(request["endpoint"], "<unknown>");
    for (const char* const key : {"status", "user_agent", "content_type", "content_length"})
        EXPECT_TRUE(request.at(key).is_null()) << key;
    EXPECT_EQ(request["is_json"], false);
    EXPECT_FALSE(request.contains("streamed"));
    for (const char* const key : {"query", "headers", "cookies", "form", "files"})
        EXPECT_EQ(request.at(key).dump(), "{}") << key;
}

/// A framework that keeps path and query apart, and puts texts together for who looks at them.
struct TemporaryView {
    const Message& message;

    static std::string_view method() { return "POST"; }
    static std::string_view path() { return "/orders"; }
    static std::string_view query() { return "?page=2&pass%77ord=hunter2"; }
    static std::string_view remote_address() { return "192.0.2.7"; }
    std::optional<std::string_view> body() const { return *message.body; }
    void for_each_header(PairVisitor visit) const { visit_copies(message.headers, visit); }
    void for_each_form_field(PairVisitor visit) const { visit_copies(message.fields, visit); }
    void for_each_file(FileVisitor visit) const {
        for (Upload upload : message.files) {
            FileFacts file{upload.form_name, upload.filename, upload.content_type, upload.content.size()};
            file.part = &upload;
            file.for_each_header = [](const void* part, PairVisitor visit_header) {
                visit_copies(static_cast<const Upload*>(part)->headers, visit_header);
            };
            visit(file);
            for (std::string* const text : {&upload.form_name, &upload.filename, &upload.content_type}) spoil(*text);
        }
    }

  private:
    static void spoil(std::string& text) { text.assign(text.size(), '#'); }
    static void visit_copies(Pairs pairs, PairVisitor visit) {
        for (auto& [name, value] : pairs) {
            visit(name, value);
            spoil(name);
            spoil(value);
        }
    }
};

/// The same, with a body that is taken apart here.
struct TemporaryPlainView : TemporaryView {
    void for_each_form_field(PairVisitor) const = delete;
    void for_each_file(FileVisitor) const = delete;
};

TEST(GatherRequest, ReadsWhatIsVisitedDuringTheVisitAlone) {
    const std::string agent = "a browser with a name that no small buffer holds";
    Message message = post("multipart/form-data; boundary=a-boundary-that-no-small-buffer-holds", "");
    message.headers.emplace_back("User-Agent", agent);
    message.headers.emplace_back("Cookie", "theme=dark and long enough for the heap; sid=1");
    message.fields = {{"comment", "broken, and long enough for the heap"}};
    message.files = {{"photo", "a.png", "image/png", "12345", {{"X-Part", "1"}}}};

    const nlohmann::json request = shown<HttpCapture<>, TemporaryView>(message);

    EXPECT_EQ(request["url"], "/orders");
    EXPECT_EQ(request["query"].dump(), R"({"page":"2","password":"[REDACTED]"})");
    EXPECT_EQ(request["user_agent"], agent);
    EXPECT_EQ(request["content_type"], message.headers.front().second);
    EXPECT_EQ(request["content_length"], 0);
    EXPECT_EQ(request["headers"]["User-Agent"], agent);
    EXPECT_EQ(request["cookies"].dump(), R"({"sid":"[REDACTED]","theme":"[REDACTED]"})");
    EXPECT_EQ(request["form"].dump(), R"({"comment":"broken, and long enough for the heap"})");
    EXPECT_EQ(request["files"]["photo"]["filename"], "a.png");
    EXPECT_EQ(request["files"]["photo"]["headers"]["X-Part"], "1");
    EXPECT_EQ(request.dump().find('#'), std::string::npos);
}

TEST(GatherRequest, KnowsAMultipartBodyByAHeaderThatIsGone) {
    const Message message = post("multipart/form-data; boundary=a-boundary-that-no-small-buffer-holds",
                                 "--a-boundary-that-no-small-buffer-holds\r\n"
                                 "Content-Disposition: form-data; name=\"comment\"\r\n\r\nbroken\r\n"
                                 "--a-boundary-that-no-small-buffer-holds--\r\n");

    const nlohmann::json request = shown<HttpCapture<CaptureBody<>>, TemporaryPlainView>(message);

    EXPECT_EQ(request["form"].dump(), R"({"comment":"broken"})");
    EXPECT_FALSE(request.contains("raw_payload"));
}

TEST(GatherRequest, SaysHowLongAUserAgentIsThatItCuts) {
    Message message;
    message.headers = {{"User-Agent", "curl/8 " + std::string(1000, 'x')}};

    const std::string agent = shown(message)["user_agent"];

    EXPECT_TRUE(agent.starts_with("curl/8 xxx"));
    EXPECT_LT(agent.size(), 600U);
    EXPECT_NE(agent.find("1007"), std::string::npos) << agent;
}

TEST(GatherRequest, ShowsNoHalfOfASecretWhereItCutsAUserAgent) {
    Message message;
    message.headers = {{"User-Agent", std::string(505, 'x') + " 4111 1111 1111 1111"}};

    EXPECT_EQ(shown(message)["user_agent"].get<std::string>().find("4111"), std::string::npos);
}

TEST(GatherRequest, RemovesSecretsFromHeadersAndQueries) {
    Message message;
    message.target = "/login?user=ada&pass%77ord=hunter2&next=%2Fhome+page";
    message.headers = {{"Authorization", "Bearer abc"}, {"Host", "shop"}, {"X-Api-Key", "k-1"}};

    const nlohmann::json request = shown(message);

    EXPECT_EQ(request["query"].dump(), R"({"next":"/home page","password":"[REDACTED]","user":"ada"})");
    EXPECT_EQ(request["headers"]["Authorization"], "[REDACTED]");
    EXPECT_EQ(request["headers"]["X-Api-Key"], "[REDACTED]");
    EXPECT_EQ(request["headers"]["Host"], "shop");
    EXPECT_EQ(request["url"], "/login");
    EXPECT_EQ(request.dump().find("hunter2"), std::string::npos);
}

TEST(GatherRequest, ShowsNamesOfCookiesAndNoValues) {
    Message message;
    message.headers = {{"Cookie", "theme=dark; sid=a=b=c"}, {"cookie", "cart={\"n\":1}"}};

    const nlohmann::json request = shown(message);

    EXPECT_EQ(request["cookies"].dump(), R"({"cart":"[REDACTED]","sid":"[REDACTED]","theme":"[REDACTED]"})");
    EXPECT_EQ(request["headers"]["Cookie"], "[REDACTED]");
}

TEST(GatherRequest, ShowsValuesOfCookiesWhereTheRulesDo) {
    Message message;
    message.headers = {{"Cookie", "theme=dark; session=abc"}};

    const nlohmann::json request = shown_under<loccer::redactions::RulesOf<loccer::NoRedaction>, MessageView>(message);

    EXPECT_EQ(request["cookies"].dump(), R"({"session":"abc","theme":"dark"})");
}

TEST(GatherRequest, TellsEqualHeadersApart) {
    Message message;
    message.headers = {{"Accept", "a"}, {"Accept", "b"}};

    EXPECT_EQ(shown(message)["headers"].dump(), R"({"Accept":"a","Accept#2":"b"})");
}

TEST(GatherRequest, ReadsAnUrlencodedForm) {
    const Message message = post("application/x-www-form-urlencoded", "name=Ada+L&card_number=4111&bad=%zz");

    const nlohmann::json request = shown(message);

    EXPECT_EQ(request["form"]["name"], "Ada L");
    EXPECT_EQ(request["form"]["bad"], "%zz");
    EXPECT_EQ(request["form"]["card_number"], "[REDACTED]");
    EXPECT_EQ(request["content_length"], 35);
}

TEST(GatherRequest, ShowsFieldsAndFilesOfAMultipartBody) {
    Message message = post("multipart/form-data; boundary=x", "as it came with password=hunter2");
    message.fields = {{"comment", "broken"}, {"password", "hunter2"}};
    message.files = {{"photo", "a\n.png", "image/png", "12345", {{"X-Token", "abc"}, {"X-Part", "1"}}},
                     {"password", "b.txt", "", ""}};

    const nlohmann::json request = shown<HttpCapture<CaptureBody<>>>(message);

    EXPECT_EQ(request["form"].dump(), R"({"comment":"broken","password":"[REDACTED]"})");
    EXPECT_EQ(request["files"]["photo"].dump(),
              R"({"content_length":5,"content_type":"image/png","filename":"a\n.png","form_name":"photo",)"
              R"("headers":{"X-Part":"1","X-Token":"[REDACTED]"}})");
    EXPECT_EQ(request["files"]["password"]["filename"], "b.txt");
    EXPECT_TRUE(request["files"]["password"]["content_type"].is_null());
    EXPECT_FALSE(request.contains("raw_payload"));
}

/// A framework that leaves multipart bodies as they come.
struct PlainView : MessageView {
    void for_each_form_field(PairVisitor) const = delete;
    void for_each_file(FileVisitor) const = delete;
};

TEST(GatherRequest, TakesAMultipartBodyApartWhereTheFrameworkDoesNot) {
    const Message message = post("multipart/form-data; boundary=x",
                                 "--x\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nbroken\r\n"
                                 "--x\r\nContent-Disposition: form-data; name=\"pass\\word\"\r\n\r\nhunter2\r\n"
                                 "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n"
                                 "Content-Type: image/png\r\nX-Token: abc\r\n\r\n12345\r\n--x--\r\n");

    const nlohmann::json request = shown<HttpCapture<CaptureBody<>>, PlainView>(message);

    EXPECT_EQ(request["form"].dump(), R"({"comment":"broken","password":"[REDACTED]"})");
    EXPECT_EQ(request["files"]["photo"]["filename"], "a.png");
    EXPECT_EQ(request["files"]["photo"]["content_type"], "image/png");
    EXPECT_EQ(request["files"]["photo"]["content_length"], 5);
    EXPECT_EQ(request["files"]["photo"]["headers"]["X-Token"], "[REDACTED]");
    EXPECT_FALSE(request.contains("raw_payload"));
}

TEST(GatherRequest, HasNoBodyUnlessItIsAskedFor) {
    const nlohmann::json request = shown(post("application/json", R"({"a":1})"));

    EXPECT_EQ(request["is_json"], true);
    EXPECT_FALSE(request.contains("json_payload"));
    EXPECT_FALSE(request.contains("raw_payload"));
}

TEST(GatherRequest, ShowsAJsonBodyAsTheValueThatItIs) {
    const Message message = post("application/json", R"({"user":{"name":"ada","password":"hunter2"},"n":[1,2]})");

    const nlohmann::json request = shown<HttpCapture<CaptureBody<>>>(message);

    EXPECT_EQ(request["json_payload"].dump(), R"({"n":[1,2],"user":{"name":"ada","password":"[REDACTED]"}})");
    EXPECT_FALSE(request.contains("raw_payload"));
}

TEST(GatherRequest, ShowsABodyThatIsNoJsonAsItCame) {
    const nlohmann::json broken = shown<HttpCapture<CaptureBody<>>>(post("application/json", R"({"a":)"));
    const nlohmann::json plain = shown<HttpCapture<CaptureBody<>>>(post("text/plain", "1"));

    EXPECT_EQ(broken["raw_payload"], R"({"a":)");
    EXPECT_FALSE(broken.contains("json_payload"));
    EXPECT_EQ(plain["raw_payload"], "1");
}

TEST(GatherRequest, ShowsNoBodyWhereThereIsNone) {
    EXPECT_FALSE(shown<HttpCapture<CaptureBody<>>>(Message{}).contains("raw_payload"));
}

TEST(GatherRequest, CutsATextAndSaysHowMuchIsMissing) {
    std::string words;
    for (int i = 0; i < 100; ++i) words += "word ";

    const nlohmann::json request = shown<HttpCapture<CaptureBody<200>>>(post("text/plain", words));

    EXPECT_TRUE(request["raw_payload"].get<std::string>().starts_with("word word")) << request["raw_payload"];
    EXPECT_LT(request["raw_payload"].get<std::string>().size(), 240U);
    EXPECT_EQ(request["payload_omitted"], 300);
}

TEST(GatherRequest, NeverShowsHalfASecretWhereABodyIsCut) {
    const nlohmann::json request =
        shown<HttpCapture<CaptureBody<20>>>(post("text/plain", "card 4111 1111 1111 1111 was refused"));

    EXPECT_EQ(request["raw_payload"].get<std::string>().find("4111 1111"), std::string::npos) << request["raw_payload"];
}

TEST(GatherRequest, TellsAJsonBodyByItsMembersAlsoWhereItIsCut) {
    const Message message = post("application/json", R"({"password":"hunter2","note":")" + std::string(10'000, 'x') +
                                                         R"(","late":1,"list":[1,2]})");

    const nlohmann::json request =
        shown_under<loccer::redactions::RulesOf<loccer::NoValueRedaction>, MessageView, HttpCapture<CaptureBody<64>>>(
            message);

    EXPECT_EQ(request["json_payload"]["password"], "[REDACTED]");
    EXPECT_LT(request["json_payload"]["note"].get<std::string>().size(), 100U);
    EXPECT_FALSE(request["json_payload"].contains("late"));
    EXPECT_FALSE(request.contains("raw_payload"));
    EXPECT_GT(request["payload_omitted"], 9'000);
}

TEST(GatherRequest, FindsSecretsInABodyThatIsNoJson) {
    const nlohmann::json request =
        shown<HttpCapture<CaptureBody<>>>(post("text/plain", R"(login failed: password=hunter2 "token": "abc")"));

    EXPECT_EQ(request.dump().find("hunter2"), std::string::npos);
}

TEST(GatherRequest, SaysThatABodyIsStreamedAndNothingOfForms) {
    Message message = post("application/x-www-form-urlencoded", "");
    message.body.reset();

    const nlohmann::json request = shown<HttpCapture<CaptureBody<>>>(message);

    EXPECT_EQ(request["streamed"], true);
    for (const char* const key : {"form", "files", "raw_payload", "json_payload"})
        EXPECT_FALSE(request.contains(key)) << key;
}

TEST(GatherRequest, ShowsFilesUnderTheNamesThatAreJudgedAndCountsThoseBeyond) {
    std::string body;
    for (int i = 0; i < 300; ++i)
        body += "--x\r\nContent-Disposition: form-data; name=\"a\\b\"; filename=\"f\"\r\n\r\n1\r\n";

    const nlohmann::json request = shown<HttpCapture<>, PlainView>(post("multipart/form-data; boundary=x", body));

    EXPECT_EQ(request["files"]["ab"]["form_name"], "ab");
    EXPECT_EQ(request["files_omitted"], 44);
}

TEST(GatherRequest, LeavesOutWhatIsTooMuchAndCountsIt) {
    Message message;
    message.target = "/?";
    for (int i = 0; i < 1000; ++i) {
        message.target += "a=1&";
        message.headers.emplace_back("X-Many", "1");
    }

    const nlohmann::json request = shown(message);

    EXPECT_EQ(request["query"].size() + request["query_omitted"].get<std::size_t>(), 1000U);
    EXPECT_EQ(request["headers"].size() + request["headers_omitted"].get<std::size_t>(), 1000U);
    EXPECT_LE(request["query"].size(), 256U);
}

TEST(GatherRequest, BearsBytesOfAllKinds) {
    Message message = post("application/x-www-form-urlencoded", "a=%00%ff%1b[31m&%e2%80%ae=x&\xff=\xfe");
    message.target = "/\x1b[2J?\r\nSet-Cookie: a=b&n=%0d%0a";
    message.headers.emplace_back("X-\xc3", "\x01\xe2\x80\xa8");

    const nlohmann::json request = shown<HttpCapture<CaptureBody<>>>(message);

    EXPECT_EQ(request["url"], "/\x1b[2J");
    EXPECT_EQ(request["query"]["n"], "\r\n");
    EXPECT_EQ(request["form"]["a"].get<std::string>().substr(0, 1), std::string(1, '\0'));
}

TEST(GatherRequest, LetsTheRecordSayWhatTheViewThrew) {
    Message message;
    message.is_broken = true;

    const nlohmann::json request = shown(message);

    ASSERT_TRUE(request.is_string());
    EXPECT_NE(request.get<std::string>().find("the connection is gone"), std::string::npos);
}

}  // namespace
