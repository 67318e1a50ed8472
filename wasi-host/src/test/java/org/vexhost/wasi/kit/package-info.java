/** What tests of host functions stand on: a guest, its memory and its call. */
package org.vexhost.wasi.kit;
