/** Decides which addresses a request may reach, and resolves names to addresses. */
@NullMarked
package org.vexhost.http.address;

import org.jspecify.annotations.NullMarked;
