// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/multipart.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

namespace {

using loccer::http::boundary_of;
using loccer::http::for_each_part;
using loccer::http::MultipartPart;
using loccer::http::with_field_name;

/// *Returns* the parts of a body with the boundary `X`, a line each.
std::string parts(std::string_view body, std::string_view boundary = "X") {
    std::string told;
    const std::size_t omitted = for_each_part(body, boundary, [&told](const MultipartPart& part) {
        told += std::string(part.name) + (part.is_file ? " file " + std::string(part.filename) : "") + " [" +
                std::string(part.content_type) + "] " + std::string(part.content) + "\n";
    });
    return omitted == 0 ? told : told + "+" + std::to_string(omitted);
}

std::string form_data(std::string_view parameters, std::string_view content) {
    return "--X\r\nContent-Disposition: form-data" + std::string(parameters) + "\r\n\r\n" + std::string(content) +
           "\r\n";
}

TEST(BoundaryOf, IsWhatTheContentTypeNames) {
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=X"), "X");
    EXPECT_EQ(boundary_of("multipart/form-data;charset=utf-8 ; Boundary = \"a;b c\" ; x=y"), "a;b c");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=X; boundary=Y"), "X");
    EXPECT_EQ(boundary_of("multipart/form-data; x=\"boundary=Y\"; boundary=X"), "X");
}

TEST(BoundaryOf, IsEmptyWhereThereIsNone) {
    for (const std::string_view type :
         {"", "multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary",
          "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "; x=\"\\"})
        EXPECT_EQ(boundary_of(type), "") << type;
}

TEST(ForEachPart, TellsFieldsAndFiles) {
    const std::string body =
        form_data("; name=\"comment\"", "two\r\nlines") +
        "--X\r\ncontent-type:image/png\r\nCONTENT-DISPOSITION: form-data; name=photo; filename=\"a b.png\"\r\n"
        "X-Part: 1\r\n\r\n12345\r\n--X--\r\nepilogue";

    EXPECT_EQ(parts("preamble\r\n" + body), "comment [] two\r\nlines\nphoto file a b.png [image/png] 12345\n");
}

TEST(ForEachPart, TakesBareLineEnds) {
    EXPECT_EQ(parts("--X\nContent-Disposition: form-data; name=a\n\n1\n--X\nContent-Disposition: form-data; "
                    "name=b\n\n2\n--X--"),
              "a [] 1\nb [] 2\n");
}

TEST(ForEachPart, ShowsABodyThatEndsInTheMiddleAsFarAsItGoes) {
    const std::string body = form_data("; name=\"a\"", "1") + form_data("; name=\"b\"; filename=\"b.bin\"", "23");

    EXPECT_EQ(parts(body), "a [] 1\nb file b.bin [] 23\r\n\n");
    EXPECT_EQ(parts(form_data("; name=\"a\"", "1") + "--X\r\nContent-Disp"), "a [] 1\n [] \n");
    EXPECT_EQ(parts(form_data("; name=\"a\"", "1") + "--X"), "a [] 1\n [] \n");
}

TEST(ForEachPart, TakesNoLineForADelimiterThatOnlyBeginsLikeOne) {
    EXPECT_EQ(parts(form_data("; name=\"a\"", "--XY\r\n--\r\nx--X") + "--X  \r\n\r\n\r\n--X--"),
              "a [] --XY\r\n--\r\nx--X\n [] \n");
}

TEST(ForEachPart, ReadsParametersInAnyOrderAndShape) {
    EXPECT_EQ(parts(form_data("; filename=\"f;=.txt\" ;name = \"a=;b\"", "1")), "a=;b file f;=.txt [] 1\r\n\n");
    EXPECT_EQ(parts(form_data("; name=\"a\\\"b\"", "1")), "a\\\"b [] 1\r\n\n");
    EXPECT_EQ(parts(form_data("; name=\"a\"; filename*=UTF-8''%e2%82%ac", "1")), "a file UTF-8''%e2%82%ac [] 1\r\n\n");
    EXPECT_EQ(parts(form_data("; name=\"a\"; filename*=x; filename=\"plain\"", "1")), "a file plain [] 1\r\n\n");
    EXPECT_EQ(parts(form_data("; name=\"a\"; filename=\"\"", "")), "a file  [] \r\n\n");
    EXPECT_EQ(parts(form_data("; name=\"never ends", "1")), "never ends [] 1\r\n\n");
    EXPECT_EQ(parts(form_data("; name=\"\\", "1")), "\\ [] 1\r\n\n");
}

TEST(ForEachPart, LeavesOutWhatIsTooMuchAndCountsIt) {
    std::string body;
    for (int i = 0; i < 300; ++i) body += form_data("; name=\"a\"", "1");

    EXPECT_TRUE(parts(body).ends_with("a [] 1\n+44"));
}

TEST(ForEachPart, BearsBytesOfAllKinds) {
    std::mt19937 random(7);
    constexpr std::string_view pieces[] = {
        "--X", "\r\n",      "\n", "--", "Content-Disposition: form-data", "; name=", "\"", "\\", ";",
        "=",   "filename*", ":",  "a",  std::string_view("\0", 1),        "\xff"};
    for (int round = 0; round < 20'000; ++round) {
        std::string body;
        for (auto left = random() % 40; left > 0; --left) body += pieces[random() % std::size(pieces)];
        std::size_t size = 0;
        for_each_part(body, "X", [&size](const MultipartPart& part) {
            size += part.content.size() + part.headers.size();
            with_field_name(part, [&part](std::string_view name) { EXPECT_LE(name.size(), part.name.size()); });
        });
        EXPECT_LE(size, body.size());
    }
}

TEST(WithFieldName, TakesTheBackslashesAwayBeforeANameIsJudged) {
    const auto name_of = [](std::string_view given) {
        MultipartPart part;
        part.name = given;
        std::string found;
        with_field_name(part, [&found](std::string_view name) { found = name; });
        return found;
    };

    EXPECT_EQ(name_of("comment"), "comment");
    EXPECT_EQ(name_of("pass\\word"), "password");
    EXPECT_EQ(name_of("a\\\\b\\"), "a\\b\\");
}

}  // namespace
