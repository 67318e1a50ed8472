/** What one call of a guest holds, and what its host functions are made of. */
@NullMarked
package org.vexhost.wasi.session;

import org.jspecify.annotations.NullMarked;
