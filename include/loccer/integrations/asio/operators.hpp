// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_OPERATORS_HPP
#define LOCCER_INTEGRATIONS_ASIO_OPERATORS_HPP

// `&&` and `||` of coroutines whose sides are tasks of their own: with Asio's both run as one task, and nobody can tell
// which await, and which exception, is of which side.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/co_spawn.hpp>
#include <loccer/integrations/asio/library.hpp>
#include <loccer/integrations/asio/running.hpp>
#include <loccer/integrations/asio/task.hpp>

#include LOCCER_DETAIL_ASIO_OPERATORS_HEADER
#include LOCCER_DETAIL_ASIO_PART(awaitable.hpp)
#include LOCCER_DETAIL_ASIO_PART(this_coro.hpp)
#include LOCCER_DETAIL_ASIO_PART(use_awaitable.hpp)

#include <concepts>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// *Returns* where the current task waits, or an empty place.
[[nodiscard]] inline std::source_location waiting_place() noexcept {
    std::source_location place{};
    if (current.task == nullptr) return place;
    (void)current.task->look_at_sites([&place](const SiteList& sites) {
        if (sites.innermost() != nullptr) place = sites.innermost()->where;
    });
    return place;
}

/// *Returns* a coroutine's result as one that has a default, as completion handlers want it.
template <class Result>
net::awaitable<std::optional<Result>> with_default(net::awaitable<Result> body) {
    co_return co_await std::move(body);
}

/// *Effects* runs a coroutine as a branch of the task that awaits it: a task of its own, for which the other one waits.
/// \param name of the branch. *Returns*, and *throws*, what the coroutine does.
template <class Result>
net::awaitable<Result> branch(net::awaitable<Result> body, std::string name,
                              std::source_location where = std::source_location::current()) {
    const auto executor = co_await net::this_coro::executor;
    // Of operators the place is not known: they stand where the task waits now.
    if (where.line() == 0) where = waiting_place();
    if constexpr (std::is_void_v<Result> || std::default_initializable<Result>) {
        co_return co_await start_task(executor, std::move(body), std::move(name), net::use_awaitable, where,
                                      Kinship::branch);
    } else {
        std::optional<Result> result = co_await start_task(executor, with_default(std::move(body)), std::move(name),
                                                           net::use_awaitable, where, Kinship::branch);
        co_return std::move(*result);
    }
}

/// A side of `&&` or `||` that has a name. Made by named().
template <class Result>
struct NamedSide {
    net::awaitable<Result> body;
    std::string name;
    std::source_location where;
};

/// *Returns* a side of `&&` or `||` whose branch has a name: `named(read(socket), "reader") || named(nap(),
/// "deadline")`.
template <class Result>
[[nodiscard]] NamedSide<Result> named(net::awaitable<Result> body, std::string name,
                                      std::source_location where = std::source_location::current()) {
    return {std::move(body), std::move(name), where};
}

template <class Result>
[[nodiscard]] net::awaitable<Result> as_branch(net::awaitable<Result> side, const char* name) {
    return branch(std::move(side), name, {});
}
template <class Result>
[[nodiscard]] net::awaitable<Result> as_branch(NamedSide<Result> side, const char* /*name*/) {
    return branch(std::move(side.body), std::move(side.name), side.where);
}

template <class Type>
inline constexpr bool is_side = false;
template <class Result>
inline constexpr bool is_side<net::awaitable<Result>> = true;
template <class Result>
inline constexpr bool is_side<NamedSide<Result>> = true;

/// A coroutine, with a name or without.
template <class Type>
concept Side = is_side<Type>;

/// `using namespace loccer::asio::operators;` in the place of Asio's namespace of this kind. What is awaited, returned
/// and thrown is what Asio's operators say; the sides are branches, called `left` and `right` unless they have names.
namespace operators {

template <Side Left, Side Right>
[[nodiscard]] auto operator&&(Left left, Right right) {
    return net::experimental::awaitable_operators::operator&&(as_branch(std::move(left), "left"),
                                                              as_branch(std::move(right), "right"));
}
template <Side Left, Side Right>
[[nodiscard]] auto operator||(Left left, Right right) {
    return net::experimental::awaitable_operators::operator||(as_branch(std::move(left), "left"),
                                                              as_branch(std::move(right), "right"));
}

}  // namespace operators

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
