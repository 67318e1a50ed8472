/** The demo: a host of its own, with the examples. */
@NullMarked
package org.vexhost.distribution.cli.demo;

import org.jspecify.annotations.NullMarked;
