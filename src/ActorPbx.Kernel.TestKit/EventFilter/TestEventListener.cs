using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.TestEvent;

namespace ActorPbx.Kernel.TestKit;

/// <summary>The logger of tests: it prints what no filter in force recognises, dead letters and unhandled messages among it.</summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<IEventFilter> _filters = [];

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                Subscribe(initialize.LoggingBus);
                break;
            case Mute mute:
                _filters.AddRange(mute.Filters);
                break;
            case Unmute unmute:
                foreach (var filter in unmute.Filters)
                    _filters.Remove(filter);
                break;
            case LogEvent logEvent:
                PrintUnlessFiltered(logEvent);
                break;
            case DeadLetter deadLetter:
                HandleDeadLetter(deadLetter);
                break;
            case UnhandledMessage unhandled:
                var recipient = unhandled.Recipient;
                PrintUnlessFiltered(new Info(recipient.Path.ToString(), recipient.GetType(), $"Unhandled message from {unhandled.Sender}: {unhandled.Message}"));
                break;
            default:
                Print(new Debug(Context.System.Name, GetType(), message));
                break;
        }

        return true;
    }

    private void Subscribe(LoggingBus bus)
    {
        bus.Subscribe(Self, typeof(Mute));
        bus.Subscribe(Self, typeof(Unmute));
        bus.Subscribe(Self, typeof(DeadLetter));
        bus.Subscribe(Self, typeof(UnhandledMessage));
        Sender.Tell(new LoggerInitialized(), Self);
    }

    private void HandleDeadLetter(DeadLetter deadLetter)
    {
        if (deadLetter.Message is Terminate)
            return;
        var (source, kind) = (deadLetter.Recipient.Path.ToString(), deadLetter.Recipient.GetType());
        if (IsFiltered(new Warning(source, kind, deadLetter)))
            return;

        var text = deadLetter.Message is ISystemMessage
            ? $"Received dead system message: {deadLetter.Message}"
            : $"Received dead letter from {deadLetter.Sender}: {deadLetter.Message}";
        PrintUnlessFiltered(new Warning(source, kind, new DeadLetter(text, deadLetter.Sender, deadLetter.Recipient)));
    }

    private void PrintUnlessFiltered(LogEvent logEvent)
    {
        if (!IsFiltered(logEvent))
            Print(logEvent);
    }

    private bool IsFiltered(LogEvent logEvent)
    {
        foreach (var filter in _filters)
        {
            if (Recognises(filter, logEvent))
                return true;
        }

        return false;
    }

    // A predicate of a test that throws has not recognised the event.
    private static bool Recognises(IEventFilter filter, LogEvent logEvent)
    {
        try
        {
            return filter.Apply(logEvent);
        }
        catch (Exception)
        {
            return false;
        }
    }
}
