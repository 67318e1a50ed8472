/** What operators granted to tools: files of their own, live, bound to the module they are for. */
@NullMarked
package org.vexhost.loader.grant;

import org.jspecify.annotations.NullMarked;
