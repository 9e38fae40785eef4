using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Gateway;

/// <summary>
/// The executor of the exchange's actors: the pool's threads, but for what a lonely SIP message sets going, which runs on the thread that read it
/// (docs/decisions/0016-work-on-the-reading-thread.md).
/// </summary>
public sealed class MessageExecutor(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
{
    /// <summary>HOCON that gives it to all actors that ask for nothing else.</summary>
    public const string Settings = "akka.actor.default-dispatcher.executor = \"ActorPbx.Pbx.Gateway.MessageExecutor, ActorPbx.Pbx\"";

    /// <summary>For the SIP stack whose messages these actors handle.</summary>
    public static IMessageWork Work { get; } = new HeldTurns();

    /// <inheritdoc/>
    public override ExecutorService Produce(string id) => new Turns(id);

    private sealed class Turns(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run)
        {
            if (!HeldTurns.TryHold(run))
            {
                ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
            }
        }

        public override void Shutdown()
        {
        }
    }

    /// <summary>The turns of actors that a thread holds back while it reads a message, to run them itself.</summary>
    private sealed class HeldTurns : IMessageWork
    {
        // A message sets some twenty going at most; who sets more going shall not keep the next message waiting.
        private const int MostTurns = 64;

        [ThreadStatic]
        private static Queue<IRunnable>? s_own;

        [ThreadStatic]
        private static bool s_holds;

        public static bool TryHold(IRunnable run)
        {
            if (s_holds)
            {
                s_own!.Enqueue(run);
            }

            return s_holds;
        }

        public void Hold()
        {
            s_own ??= new Queue<IRunnable>();
            s_holds = true;
        }

        public void Run()
        {
            var own = s_own!;
            var clean = ExecutionContext.Capture();
            try
            {
                for (var left = MostTurns; left > 0 && own.TryDequeue(out var turn); left--)
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
                s_holds = false;
                while (own.TryDequeue(out var turn))
                {
                    ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
                }
            }
        }
    }
}
