namespace ActorPbx.Kernel.Actor;

/// <summary>Marks a state machine whose events are logged when <c>akka.actor.debug.fsm</c> is on.</summary>
public interface ILoggingFSM;
