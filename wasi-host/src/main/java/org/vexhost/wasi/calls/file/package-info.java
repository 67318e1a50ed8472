/**
 * Implements the functions for files, directories and other descriptors, with one class per family.
 */
@NullMarked
package org.vexhost.wasi.calls.file;

import org.jspecify.annotations.NullMarked;
