/**
 * The state machine of a deployment: an event comes in, a new state and a list of effects come out.
 * Nothing here reads a file or a clock, or has a thread.
 */
@NullMarked
package org.vexhost.loader.deploy.state;

import org.jspecify.annotations.NullMarked;
