// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_TELL_STACK_HPP
#define LOCCER_INTEGRATIONS_ASIO_TELL_STACK_HPP

// The asynchronous stack: through which await expressions an exception has come, where the tasks outside of it wait,
// and where each was started. Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/integrations/asio/function_name.hpp>
#include <loccer/integrations/asio/site_list.hpp>
#include <loccer/integrations/asio/task.hpp>
#include <loccer/trace/thrown_object.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <source_location>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// The await expressions of a task, copied.
class SiteCopies {
  public:
    static constexpr std::size_t capacity = 32;

    explicit SiteCopies(const Task& task) noexcept {
        (void)task.look_at_sites([this](const SiteList& sites) {
            is_mixed_ = sites.is_mixed();
            trail_ = sites.trail();
            for (const SiteNode* site = sites.innermost(); site != nullptr; site = site->outer) {
                if (waiting_ == places_.size()) break;
                places_[waiting_++] = site->where;
            }
        });
    }

    /// *Returns* those that the last exception has left, innermost first.
    [[nodiscard]] std::span<const std::source_location> unwound() const noexcept { return trail_.sites(); }
    /// *Returns* those in which the task waits, innermost first.
    [[nodiscard]] std::span<const std::source_location> waiting() const noexcept { return {places_.data(), waiting_}; }
    [[nodiscard]] bool is_mixed() const noexcept { return is_mixed_; }

  private:
    Trail trail_;
    std::array<std::source_location, capacity> places_{};
    std::size_t waiting_ = 0;
    bool is_mixed_ = false;
};

/// Writes the elements of the stack. \tparam Array as json::Array.
template <class Array>
class StackTeller {
  public:
    explicit StackTeller(Array& array) noexcept : array_(array) {}

    /// *Effects* writes a task's part. \param failure the exception that is recorded, or null. \param is_first whether
    /// the exception is this task's. \param is_joined whether it stands for those of several branches.
    void tell(const Task& task, const SiteCopies& sites, const void* failure, bool is_first, bool is_joined) {
        if (is_first) {
            TaskRef failed = failure == nullptr ? TaskRef() : task.failed_child(failure);
            if (!failed && is_joined) failed = task.failed_branch();
            if (failed) tell_failed(*failed, 0);
            for (const std::source_location& place : sites.unwound()) tell_place(place, "unwound", nullptr);
        }
        for (const std::source_location& place : sites.waiting()) tell_place(place, "awaiting", nullptr);
        tell_start(task, nullptr);
    }

  private:
    static constexpr int max_depth = 8;

    /// *Effects* writes the part of a task that has ended by the exception, and before it that of its own child.
    void tell_failed(const Task& task, int depth) {
        const TaskRef failed = task.failed_child(task.failure());
        if (failed && depth < max_depth) tell_failed(*failed, depth + 1);
        const SiteCopies sites(task);
        for (const std::source_location& place : sites.unwound()) tell_place(place, "unwound", &task);
        tell_start(task, &task);
    }

    void tell_place(const std::source_location& place, std::string_view state, const Task* failed) {
        array_.object([&](auto& element) { tell_members(element, place, state, failed); });
    }
    void tell_start(const Task& task, const Task* failed) {
        using namespace literals;
        array_.object([&](auto& element) {
            tell_members(element, task.spawned_at(), "spawned", failed);
            element.field("task"_key, task.name());
            element.field("id"_key, task.id());
        });
    }
    static void tell_members(auto& element, const std::source_location& place, std::string_view state,
                             const Task* failed) {
        using namespace literals;
        std::array<char, 512> spare;
        element.field("filename"_key, std::string_view(place.file_name()));
        element.field("lineno"_key, place.line());
        element.field("name"_key, readable_function(place.function_name(), spare));
        element.field("state"_key, state);
        if (failed == nullptr) return;
        if (failed->kinship() == Kinship::branch) element.field("branch"_key, failed->name());
        else element.field("of"_key, failed->name());
    }

    Array& array_;
};

/// *Returns* the exception that a record of the task is about, as far as that can be told: the one that has ended it,
/// or the one being handled.
[[nodiscard]] inline const void* failure_of(const Task& task) noexcept {
    if (task.is_done()) return task.failure();
    return trace::object_of(std::current_exception());
}

/// *Effects* writes the stack of the first task, whose exception is recorded where `is_exception`, and of those that
/// have started it; and whether parts of the program were mixed.
void tell_stack(auto& out, std::span<const TaskRef> lineage, bool is_exception, std::string_view exception_type) {
    using namespace literals;
    bool is_mixed = false;
    out.array("async_stack"_key, [&](auto& array) {
        StackTeller teller(array);
        bool is_first = is_exception;
        for (const TaskRef& task : lineage) {
            const SiteCopies sites(*task);
            const void* const failure = is_first ? failure_of(*task) : nullptr;
            is_mixed = is_mixed || sites.is_mixed();
            teller.tell(*task, sites, failure, is_first, exception_type.ends_with("asio::multiple_exceptions"));
            is_first = false;
        }
    });
    if (is_mixed) out.field("mixed"_key, true);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
