using ActorPbx.Kernel.Dispatch;

namespace ActorPbx.Kernel.Event;

/// <summary>The queue of loggers, which stays unbounded whatever the default mailbox is.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;
