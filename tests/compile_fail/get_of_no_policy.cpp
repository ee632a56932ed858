// SPDX-License-Identifier: MIT
// expected: loccer::Loccer: Policy of get() must be one of the log's policies; see docs/errors.md#get-policy
#include <loccer/loccer.hpp>

void read_some(const loccer::Loccer<loccer::InMemoryOutput>& log) {
#ifdef LOCCER_TEST_REJECTED
    (void)log.get<loccer::StderrOutput>();
#else
    (void)log.get<loccer::InMemoryOutput>();
#endif
}
