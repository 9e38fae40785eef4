using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Recognises log events that a test expects.</summary>
public interface IEventFilter
{
    /// <summary>True when the event is one of those expected, and shall not be printed.</summary>
    bool Apply(LogEvent logEvent);
}

/// <summary>Filters that stay in force until they are taken back.</summary>
public interface IUnmutableFilter : IDisposable
{
    /// <summary>Takes the filters back.</summary>
    void Unmute();
}
