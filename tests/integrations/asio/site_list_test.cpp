// SPDX-License-Identifier: MIT
#include <loccer/integrations/asio/site_list.hpp>

#include <gtest/gtest.h>

#include <source_location>
#include <vector>

namespace {

using loccer::asio::SiteList;
using loccer::asio::SiteNode;

SiteNode here(std::source_location where = std::source_location::current()) { return SiteNode(where); }

std::vector<unsigned> waiting(const SiteList& sites) {
    std::vector<unsigned> lines;
    for (const SiteNode* site = sites.innermost(); site != nullptr; site = site->outer)
        lines.push_back(site->where.line());
    return lines;
}
std::vector<unsigned> unwound(const SiteList& sites) {
    std::vector<unsigned> lines;
    for (const std::source_location& site : sites.trail().sites()) lines.push_back(site.line());
    return lines;
}

TEST(SiteList, HasTheInnermostSiteFirst) {
    SiteList sites;
    SiteNode outer = here();
    SiteNode inner = here();

    sites.add(outer);
    sites.add(inner);

    EXPECT_EQ(sites.innermost(), &inner);
    EXPECT_EQ(sites.outermost(), &outer);
    EXPECT_EQ(waiting(sites), (std::vector{inner.where.line(), outer.where.line()}));
}

TEST(SiteList, IsEmptyOnceAllHaveEnded) {
    SiteList sites;
    SiteNode outer = here();
    SiteNode inner = here();
    sites.add(outer);
    sites.add(inner);

    sites.remove(inner, false);
    sites.remove(outer, false);

    EXPECT_EQ(sites.innermost(), nullptr);
    EXPECT_EQ(sites.outermost(), nullptr);
    EXPECT_FALSE(sites.is_mixed());
    EXPECT_TRUE(unwound(sites).empty());
}

TEST(SiteList, KeepsWhatAnExceptionHasLeft) {
    SiteList sites;
    SiteNode outer = here();
    SiteNode inner = here();
    sites.add(outer);
    sites.add(inner);

    sites.remove(inner, true);
    sites.remove(outer, true);

    EXPECT_EQ(unwound(sites), (std::vector{inner.where.line(), outer.where.line()}));
}

TEST(SiteList, ForgetsAnExceptionThatWasCaught) {
    SiteList sites;
    SiteNode outer = here();
    SiteNode failing = here();
    SiteNode next = here();
    sites.add(outer);
    sites.add(failing);
    sites.remove(failing, true);

    sites.add(next);

    EXPECT_TRUE(unwound(sites).empty());
    sites.remove(next, true);
    EXPECT_EQ(unwound(sites), std::vector{next.where.line()});
}

TEST(SiteList, ForgetsAnExceptionWhereAnOuterSiteEndsWell) {
    SiteList sites;
    SiteNode outer = here();
    SiteNode failing = here();
    sites.add(outer);
    sites.add(failing);
    sites.remove(failing, true);

    sites.remove(outer, false);

    EXPECT_TRUE(unwound(sites).empty());
}

TEST(SiteList, ShowsARecordedExceptionUntilTheNextOneLeaves) {
    SiteList sites;
    SiteNode outer = here();
    SiteNode failing = here();
    sites.add(outer);
    sites.add(failing);
    sites.remove(failing, true);

    sites.note_record();

    EXPECT_EQ(unwound(sites), std::vector{failing.where.line()});
    sites.remove(outer, true);
    EXPECT_EQ(unwound(sites), std::vector{outer.where.line()});
}

TEST(SiteList, CountsWhatATrailHasNoRoomFor) {
    constexpr std::size_t count = loccer::asio::Trail::capacity + 3;
    SiteList sites;
    std::vector<SiteNode> nodes(count, here());
    for (SiteNode& node : nodes) sites.add(node);

    for (std::size_t i = count; i-- > 0;) sites.remove(nodes[i], true);

    EXPECT_EQ(unwound(sites).size(), loccer::asio::Trail::capacity);
    EXPECT_EQ(sites.trail().omitted(), 3U);
}

TEST(SiteList, SaysWhereTwoPartsOfAProgramAreMixed) {
    SiteList sites;
    SiteNode left = here();
    SiteNode right = here();
    SiteNode last = here();
    sites.add(left);
    sites.add(right);
    sites.add(last);

    sites.remove(right, false);

    EXPECT_TRUE(sites.is_mixed());
    EXPECT_EQ(waiting(sites), (std::vector{last.where.line(), left.where.line()}));
    sites.remove(left, false);
    sites.remove(last, false);
    EXPECT_EQ(sites.innermost(), nullptr);
    EXPECT_EQ(sites.outermost(), nullptr);
}

}  // namespace
