using System.Linq.Expressions;
using BenchmarkDotNet.Attributes;

namespace ActorPbx.Benchmarks;

/// <summary>The actor runtime: what one message, behaviour, restart, timer or question costs.</summary>
/// <remarks>Built with <c>-p:ActorRuntime=akka</c>, the same file measures Akka.NET.</remarks>
[MemoryDiagnoser]
public class ActorBenchmarks
{
    private const int Messages = 100_000;
    private const int Restarts = 1_000;
    private readonly CountdownEvent _done = new(1);
    private ActorSystem _system = null!;
    private IActorRef _counting = null!;
    private IActorRef _flipping = null!;
    private IActorRef _stashing = null!;
    private IActorRef _timed = null!;
    private IActorRef _parent = null!;
    private IActorRef _echo = null!;
    private IActorRef[] _onePair = null!;
    private IActorRef[] _sixteenPairs = null!;

    [GlobalSetup]
    public void Open()
    {
        _system = ActorSystem.Create("benchmark", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));
        _counting = Actor(() => new CountingActor(_done));
        _flipping = Actor(() => new FlippingActor(_done));
        _stashing = Actor(() => new StashingActor(_done));
        _timed = Actor(() => new TimedActor(_done));
        _parent = Actor(() => new RestartingActor(_done));
        _echo = Actor(() => new EchoActor());
        _onePair = Players(1, balls: 1);
        _sixteenPairs = Players(16, balls: 100);
    }

    [GlobalCleanup]
    public void Close() => _system.Terminate().Wait();

    [Benchmark(OperationsPerInvoke = Messages)]
    public void Tell_one_message() => Send(_counting);

    [Benchmark(OperationsPerInvoke = Messages)]
    public void Change_behaviour_once() => Send(_flipping);

    [Benchmark(OperationsPerInvoke = Messages)]
    public void Put_one_message_aside_and_back() => Send(_stashing);

    [Benchmark(OperationsPerInvoke = Messages)]
    public void Start_one_timer_in_place_of_another() => Send(_timed);

    [Benchmark(OperationsPerInvoke = Messages)]
    public void Play_one_message_between_two() => Begin(_onePair, Messages / 2);

    [Benchmark(OperationsPerInvoke = Messages)]
    public void Play_one_message_among_sixteen_pairs() => Begin(_sixteenPairs, Messages / 2);

    [Benchmark(OperationsPerInvoke = Restarts)]
    public void Restart_one_child() => Begin([_parent], Restarts);

    [Benchmark]
    public Task<Ball> Ask_one_question() => _echo.Ask<Ball>(Ball.Instance, TimeSpan.FromSeconds(30));

    private IActorRef Actor<T>(Expression<Func<T>> make)
        where T : ActorBase => _system.ActorOf(Props.Create(make));

    private IActorRef[] Players(int pairs, int balls)
    {
        var players = new IActorRef[pairs];
        for (int i = 0; i < pairs; i++)
        {
            IActorRef partner = Actor(() => new EchoActor());
            players[i] = Actor(() => new PlayingActor(partner, balls, _done));
        }

        return players;
    }

    private void Send(IActorRef actor)
    {
        _done.Reset(1);
        for (int i = 0; i < Messages; i++)
        {
            actor.Tell(Ball.Instance, ActorRefs.NoSender);
        }

        actor.Tell(new Finish(Messages), ActorRefs.NoSender);
        _done.Wait();
    }

    private void Begin(IActorRef[] actors, int count)
    {
        _done.Reset(actors.Length);
        foreach (IActorRef actor in actors)
        {
            actor.Tell(new Begin(count / actors.Length), ActorRefs.NoSender);
        }

        _done.Wait();
    }
}
