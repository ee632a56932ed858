// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_CANCELLATION_HPP
#define LOCCER_INTEGRATIONS_ASIO_CANCELLATION_HPP

// Which exceptions are no errors: with them a task ends that is not wanted any more.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/library.hpp>
#include <loccer/integrations/asio/running.hpp>
#include <loccer/integrations/asio/task.hpp>

#include LOCCER_DETAIL_ASIO_ERROR_HEADER
#include LOCCER_DETAIL_ASIO_PART(error.hpp)
#include LOCCER_DETAIL_ASIO_PART(multiple_exceptions.hpp)

#include <exception>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// *Returns* whether an exception says that an operation was cancelled. Where it stands for those of both sides of
/// `&&`, of which Asio keeps the left one, all branches of `task`, which it has left, have to say so. \param failure
/// not null. *Throws* nothing.
[[nodiscard]] LOCCER_COLD inline bool is_cancellation(const std::exception_ptr& failure,
                                                      const Task* task = current.task) noexcept {
#if LOCCER_CFG_EXCEPTIONS
    try {
        std::rethrow_exception(failure);
    } catch (const LOCCER_DETAIL_ASIO_ERROR& error) {
        return error.code() == net::error::operation_aborted;
    } catch (const net::multiple_exceptions&) {
        return task != nullptr && task->has_cancelled_branches_only();
    } catch (...) {
        return false;
    }
#else
    (void)failure;
    (void)task;
    return false;
#endif
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif
