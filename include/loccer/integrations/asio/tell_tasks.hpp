// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_TELL_TASKS_HPP
#define LOCCER_INTEGRATIONS_ASIO_TELL_TASKS_HPP

// What a record tells of the live tasks: `coros`, one object for each.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/integrations/asio/function_name.hpp>
#include <loccer/integrations/asio/place_text.hpp>
#include <loccer/integrations/asio/registry.hpp>
#include <loccer/integrations/asio/running.hpp>
#include <loccer/integrations/asio/task.hpp>

#include <array>
#include <cstddef>
#include <source_location>
#include <span>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// The task that the thread is in, behind it the one that has started that, and so on.
class Lineage {
  public:
    static constexpr std::size_t capacity = 32;

    Lineage() noexcept {
        for (TaskRef task = current_task(); task && size_ < capacity; task = task->parent()) tasks_[size_++] = task;
    }

    [[nodiscard]] std::span<const TaskRef> tasks() const noexcept { return {tasks_.data(), size_}; }

  private:
    std::array<TaskRef, capacity> tasks_{};
    std::size_t size_ = 0;
};

/// *Effects* writes a place, or null where there is none.
inline void tell_place(auto& out, auto key, const std::source_location& place) {
    if (place.line() == 0) out.field(key, nullptr);
    else out.field(key, PlaceText(place).view());
}

/// *Effects* writes the members of one task.
void tell_task(auto& out, const Task& task) {
    using namespace literals;
    const bool is_running = task.is_running();
    std::source_location outermost{};
    std::source_location innermost{};
    (void)task.look_at_sites([&](const SiteList& sites) {
        if (sites.outermost() != nullptr) outermost = sites.outermost()->where;
        if (sites.innermost() != nullptr) innermost = sites.innermost()->where;
    });
    std::array<char, 512> spare;
    if (outermost.line() == 0) out.field("coro"_key, nullptr);
    else out.field("coro"_key, readable_function(outermost.function_name(), spare));
    out.field("is_done"_key, task.is_done());
    out.field("state"_key, is_running ? "running" : "suspended");
    tell_place(out, "suspended_at"_key, is_running ? std::source_location{} : innermost);
    if (task.parent_name().empty()) out.field("parent"_key, nullptr);
    else out.field("parent"_key, task.parent_name());
    tell_place(out, "spawned_at"_key, task.spawned_at());
    out.field("id"_key, task.id());
    out.field("resumes"_key, task.resumes());
}

/// *Effects* writes the live tasks, `first` before the newest ones, and how many there are.
void tell_tasks(auto& out, std::span<const TaskRef> first) {
    using namespace literals;
    Registry::Selection selection;
    registry.select(first, selection);
    if (!selection.is_known) {
        out.field("coros"_key, nullptr);
        out.field("coros_total"_key, nullptr);
        return;
    }
    out.structure("coros"_key, [&selection](auto& coros) {
        for (const TaskRef& task : selection.chosen()) {
            coros.structure(task->name(), [&task](auto& one) { tell_task(one, *task); });
        }
        if (selection.live > selection.size) coros.writer().omitted(selection.live - selection.size);
    });
    out.field("coros_total"_key, selection.live);
    if (registry.unlisted() > 0) out.field("coros_unlisted"_key, registry.unlisted());
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
