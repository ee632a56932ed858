// SPDX-License-Identifier: MIT
// The other translation units of this program hold one header each; that they link together shows that
// no header defines anything twice.

int main() { return 0; }
