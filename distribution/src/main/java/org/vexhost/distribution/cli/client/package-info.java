/** Connects to a running host, or starts one in the background. */
@NullMarked
package org.vexhost.distribution.cli.client;

import org.jspecify.annotations.NullMarked;
