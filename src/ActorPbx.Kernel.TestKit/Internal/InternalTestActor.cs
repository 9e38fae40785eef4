using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>The actor behind every kit and probe: it obeys the commands of <see cref="TestActor"/> and queues everything else for the test.</summary>
public sealed class InternalTestActor : ActorBase
{
    private readonly TestMessageQueue _queue;
    private readonly DelegatingSupervisorStrategy _supervisorStrategy = new();
    private TestActor.Ignore? _ignore;
    private AutoPilot? _autoPilot;

    internal InternalTestActor(TestMessageQueue queue) => _queue = queue;

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => _supervisorStrategy;

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case TestActor.SetIgnore setIgnore:
                _ignore = setIgnore.Ignore;
                break;
            case TestActor.Watch watch:
                Context.Watch(watch.Actor);
                break;
            case TestActor.Unwatch unwatch:
                Context.Unwatch(unwatch.Actor);
                break;
            case TestActor.SetAutoPilot setAutoPilot:
                _autoPilot = setAutoPilot.AutoPilot;
                break;
            case TestActor.Spawn spawn:
                SpawnChild(spawn);
                break;
            default:
                Record(message);
                break;
        }

        return true;
    }

    /// <summary>What the test never asked for goes to the dead letters, so that it is seen.</summary>
    protected override void PostStop()
    {
        foreach (var left in _queue.Drain())
            Context.System.DeadLetters.Tell(new DeadLetter(left.Message, left.Sender, Self), left.Sender);
    }

    private void SpawnChild(TestActor.Spawn spawn)
    {
        var child = spawn.Apply(Context);
        if (spawn._supervisorStrategy.HasValue)
            _supervisorStrategy.Update(child, spawn._supervisorStrategy.Value);
        _queue.Enqueue(new RealMessageEnvelope(child, Self));
    }

    private void Record(object message)
    {
        var sender = Sender;
        if (_autoPilot?.Run(sender, message) is { } next and not KeepRunning)
            _autoPilot = next;
        if (_ignore == null || !_ignore(message))
            _queue.Enqueue(new RealMessageEnvelope(message, sender));
    }
}
