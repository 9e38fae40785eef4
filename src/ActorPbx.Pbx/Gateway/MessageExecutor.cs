using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Gateway;

/// <summary>
/// The executor of the exchange's actors: the pool's threads, but for what a few SIP messages set going, which runs on the thread that read them
/// (docs/decisions/0016-work-on-the-reading-thread.md).
/// </summary>
public sealed class MessageExecutor(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
{
    /// <summary>HOCON that gives it to all actors that ask for nothing else.</summary>
    public const string Settings = "akka.actor.default-dispatcher.executor = \"ActorPbx.Pbx.Gateway.MessageExecutor, ActorPbx.Pbx\"";

    /// <summary>For the SIP stack whose messages these actors handle.</summary>
    public static IMessageWork Work { get; } = new HeldByThread();

    /// <inheritdoc/>
    public override ExecutorService Produce(string id) => new Turns(id);

    private sealed class Turns(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run)
        {
            if (!HeldTurns.OfThread.TryAdd(run))
            {
                ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
            }
        }

        public override void Shutdown()
        {
        }
    }

    private sealed class HeldByThread : IMessageWork
    {
        public IHeldWork Hold() => HeldTurns.OfThread.Begin();
    }

    /// <summary>The turns of actors that a thread holds back while it reads messages, to run them itself.</summary>
    private sealed class HeldTurns : IHeldWork
    {
        // A message sets some twenty going at most; those that set more going shall not keep the next ones waiting.
        private const int MostTurns = 64;

        [ThreadStatic]
        private static HeldTurns? s_own;

        private readonly Lock _gate = new();
        private readonly Queue<IRunnable> _turns = new();
        private bool _holds;

        public static HeldTurns OfThread => s_own ??= new HeldTurns();

        public HeldTurns Begin()
        {
            lock (_gate)
            {
                _holds = true;
            }

            return this;
        }

        public bool TryAdd(IRunnable run)
        {
            lock (_gate)
            {
                if (_holds)
                {
                    _turns.Enqueue(run);
                }

                return _holds;
            }
        }

        public void Run()
        {
            var clean = ExecutionContext.Capture();
            try
            {
                for (var left = MostTurns; left > 0 && Take() is { } turn; left--)
                {
                    turn.Run();
                    // As the pool does between two pieces of work.
                    if (clean is not null && ExecutionContext.Capture() != clean)
                    {
                        ExecutionContext.Restore(clean);
                    }

                    SynchronizationContext.SetSynchronizationContext(null);
                }
            }
            finally
            {
                HandOver();
            }
        }

        public void HandOver()
        {
            lock (_gate)
            {
                _holds = false;
                while (_turns.TryDequeue(out var turn))
                {
                    ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
                }
            }
        }

        private IRunnable? Take()
        {
            lock (_gate)
            {
                return _turns.TryDequeue(out var turn) ? turn : null;
            }
        }
    }
}
