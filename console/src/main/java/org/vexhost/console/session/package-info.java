/** Who is signed in. */
@NullMarked
package org.vexhost.console.session;

import org.jspecify.annotations.NullMarked;
