// SPDX-License-Identifier: MIT
#ifndef LOCCER_FRONT_HPP
#define LOCCER_FRONT_HPP

// The umbrella for the many files of a project that capture into its log and neither compose nor make it:
// the capture macros and LOCCER_DECLARE_LOG, at a fraction of what loccer.hpp takes to compile. One source
// file of the project includes loccer.hpp and says LOCCER_DEFINE_LOG. Numbers, characters and texts can be
// shown as locals and metadata; loccer/capture/locals.hpp in addition takes values of any type.

#include <loccer/base/config.hpp>
#include <loccer/capture/firewall.hpp>
#include <loccer/capture/forms.hpp>
#include <loccer/capture/front_log.hpp>

#endif
