namespace ActorPbx.Benchmarks;

/// <summary>What the measured actors throw to each other.</summary>
public sealed class Ball
{
    public static Ball Instance { get; } = new();
}

/// <summary>Starts so many exchanges.</summary>
internal sealed record Begin(int Count);

/// <summary>Comes after so many balls; whoever has seen them all says that it is done.</summary>
internal sealed record Finish(int Count);

internal sealed class EchoActor : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message, Self);
}

internal sealed class PlayingActor(IActorRef partner, int balls, CountdownEvent done) : UntypedActor
{
    private int _left;
    private int _inTheAir;

    protected override void OnReceive(object message)
    {
        if (message is Begin begin)
        {
            _left = begin.Count;
            for (int i = 0; i < balls; i++)
            {
                Throw();
            }

            return;
        }

        _inTheAir--;
        Throw();
        if (_inTheAir == 0)
        {
            done.Signal();
        }
    }

    private void Throw()
    {
        if (_left > 0)
        {
            _left--;
            _inTheAir++;
            partner.Tell(Ball.Instance, Self);
        }
    }
}

/// <summary>Checks at the end that every ball has come.</summary>
internal sealed class Tally(CountdownEvent done)
{
    private int _seen;

    public void See() => _seen++;

    public void Close(Finish finish)
    {
        if (_seen != finish.Count)
        {
            throw new InvalidOperationException($"{_seen} of {finish.Count} messages came.");
        }

        _seen = 0;
        done.Signal();
    }
}

internal sealed class CountingActor : ReceiveActor
{
    public CountingActor(CountdownEvent done)
    {
        var tally = new Tally(done);
        Receive<Ball>(_ => tally.See());
        Receive<Finish>(tally.Close);
    }
}

internal sealed class FlippingActor : UntypedActor
{
    private readonly Tally _tally;
    private readonly UntypedReceive _one;
    private readonly UntypedReceive _other;

    public FlippingActor(CountdownEvent done)
    {
        _tally = new Tally(done);
        _one = m => Handle(m, _other!);
        _other = m => Handle(m, _one);
    }

    protected override void OnReceive(object message) => Handle(message, _one);

    private void Handle(object message, UntypedReceive next)
    {
        if (message is Finish finish)
        {
            _tally.Close(finish);
            return;
        }

        _tally.See();
        Become(next);
    }
}

internal sealed class StashingActor : ReceiveActor, IWithUnboundedStash
{
    private readonly Tally _tally;

    public StashingActor(CountdownEvent done)
    {
        _tally = new Tally(done);
        PutAside();
    }

    public IStash Stash { get; set; } = null!;

    private void PutAside()
    {
        Receive<Ball>(_ => Stash.Stash());
        Receive<Finish>(finish =>
        {
            Stash.UnstashAll();
            Become(Count);
            Self.Tell(finish);
        });
    }

    private void Count()
    {
        Receive<Ball>(_ => _tally.See());
        Receive<Finish>(finish =>
        {
            Become(PutAside);
            _tally.Close(finish);
        });
    }
}

internal sealed class TimedActor : ReceiveActor, IWithTimers
{
    public TimedActor(CountdownEvent done)
    {
        var tally = new Tally(done);
        Receive<Ball>(_ =>
        {
            Timers.StartSingleTimer("ring", "no answer", TimeSpan.FromMinutes(10));
            tally.See();
        });
        Receive<Finish>(tally.Close);
    }

    public ITimerScheduler Timers { get; set; } = null!;
}

/// <summary>Has a child that fails at every <see cref="Begin"/> and answers again once it is made anew.</summary>
internal sealed class RestartingActor : UntypedActor
{
    private readonly IActorRef _child = Context.ActorOf(Props.Create(() => new FailingActor()));
    private readonly CountdownEvent _done;
    private int _left;

    public RestartingActor(CountdownEvent done) => _done = done;

    protected override void OnReceive(object message)
    {
        _left = message is Begin begin ? begin.Count : _left - 1;
        if (_left == 0)
        {
            _done.Signal();
            return;
        }

        _child.Tell(new Begin(1), Self);
        _child.Tell(Ball.Instance, Self);
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(-1, -1, static _ => Directive.Restart, loggingEnabled: false);
}

internal sealed class FailingActor : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is Begin)
        {
            throw new InvalidOperationException("The child fails.");
        }

        Sender.Tell(message, Self);
    }
}
