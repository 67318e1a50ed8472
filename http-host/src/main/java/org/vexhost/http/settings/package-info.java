/** What an operator sets for outbound HTTP, and what is made of it. */
@NullMarked
package org.vexhost.http.settings;

import org.jspecify.annotations.NullMarked;
