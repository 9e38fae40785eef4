using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.Codec;
using ActorPbx.Cluster.Messaging;
using ActorPbx.Cluster.Settings;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster;

/// <summary><c>/user/cluster</c>: this node's place in the cluster, and the one door to the bus for all its actors.</summary>
public sealed class ClusterActor : ReceiveActor, IWithTimers
{
    private readonly ClusterSetup _setup;
    private readonly ILoggingAdapter _log = Logging.GetLogger(Context.System, "cluster");

    /// <summary>Made by <see cref="For(NodeIdentity, ClusterSettings, IBus, ClusterStatistics)"/>.</summary>
    internal ClusterActor(ClusterSetup setup)
    {
        _setup = setup;
        setup.Parts ??= new ClusterParts(setup.Who, setup.Settings, setup.Bus, setup.Statistics, Self, _log);
        Parts.Asks.Closed = name => Timers.Cancel(name);
        Receive<ClusterCommand>(command => !CommandRules.IsWellFormed(command), Refuse);
        OnBus();
        OnMembership();
        OnMessages();
        OnSingletonsAndQueues();
        Receive<Terminated>(dead => Parts.Gone(dead.ActorRef));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private ClusterParts Parts => _setup.Parts!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    /// <summary>The actor of a node; it starts the bus, which is its owner's to dispose of.</summary>
    public static Props For(NodeIdentity who, ClusterSettings settings, IBus bus, ClusterStatistics statistics)
    {
        var setup = new ClusterSetup(who, settings, bus, statistics);
        return Props.Create(() => new ClusterActor(setup));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        StartTimers();
        foreach (var pattern in Parts.Membership.HeartbeatPatterns)
            _setup.Bus.Subscribe(pattern);
        _setup.Bus.Subscribe(Parts.Topics.Mine);
        _setup.Bus.Start(new ActorSink(Self));
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        StartTimers();
        Parts.Asks.GiveUpAll("a fault in this node");
    }

    /// <inheritdoc/>
    protected override void PostStop() => Parts.Membership.Farewell();

    private void StartTimers()
    {
        var interval = _setup.Settings.Heartbeat.Interval;
        Timers.StartPeriodicTimer(Tick.Beat, Tick.Beat, interval);
        Timers.StartPeriodicTimer(Tick.Judge, Tick.Judge, interval / 2);
    }

    private void OnBus()
    {
        Receive<BusNotice.Published>(mail => Parts.Mail.Sort(mail, Now));
        Receive<BusNotice.Up>(_ => Parts.Membership.BusUp(Now));
        Receive<BusNotice.Down>(down =>
        {
            Parts.Membership.BusDown(down.Reason);
            Parts.Asks.GiveUpAll($"the bus is lost: {down.Reason}");
            Parts.Queues.BusDown(down.Reason);
        });
        Receive<BusNotice.Granted>(granted => Parts.Singletons.Granted(granted.Singleton, granted.Epoch));
        Receive<BusNotice.Lost>(lost => Parts.Singletons.Lost(lost.Singleton));
        Receive<BusNotice.Enqueued>(enqueued => Parts.Queues.Enqueued(enqueued.Queue, enqueued.Key));
        Receive<BusNotice.NotEnqueued>(refused => Parts.Queues.NotEnqueued(refused.Queue, refused.Key, refused.Reason));
        Receive<BusNotice.Trouble>(trouble => _log.Warning("The bus: {0}", trouble.What));
        Receive<BusNotice.Delivered>(delivered => Parts.Queues.Delivered(delivered));
    }

    private void OnMembership()
    {
        Receive<Tick>(tick => tick == Tick.Beat, _ => Parts.Membership.Beat());
        Receive<Tick>(_ => Parts.Membership.Judge(Now));
        Receive<SubscribeToCluster>(_ => Watching(Parts.Membership.Subscribe));
        Receive<ReportLoad>(report => Parts.Membership.Report(report.Load));
        Receive<LeaveCluster>(_ =>
        {
            Parts.Membership.Leave();
            Sender.Tell(new ClusterLeft());
        });
    }

    private void OnMessages()
    {
        Receive<Subscribe>(wish => Watching(who => Parts.Subscriptions.Subscribe(wish.Pattern, who)));
        Receive<Unsubscribe>(wish => Parts.Subscriptions.Unsubscribe(wish.Pattern, Sender));
        Receive<Publish>(message => Parts.Outlet.Publish(Parts.Topics.Own(message.Subject), new Letter(message.Message)));
        Receive<Serve>(wish => Watching(who => Parts.Services.Serve(wish.Service, who)));
        Receive<SendToNode>(message => Parts.Outlet.Send(new Origin(message.Branch, message.Node), message.Service, new Letter(message.Message)));
        Receive<SendToRole>(message => Parts.Outlet.Publish(Parts.Topics.ToRole(Topics.Word(message.Role), message.Service), new Letter(message.Message)));
        Receive<AskNode>(AskNode);
        Receive<AskRole>(ask => Ask(
            new Question(Sender, ask.Token, null, ""),
            ask.Timeout,
            name => Parts.Outlet.Publish(Parts.Topics.ToRole(Topics.Word(ask.Role), ask.Service), new Letter(ask.Message, name), ask.Timeout)));
        Receive<AskSingleton>(ask => Ask(
            new Question(Sender, ask.Token, null, ask.Singleton),
            ask.Timeout,
            name => Parts.Outlet.Publish(Parts.Topics.ToSingleton(ask.Singleton), new Letter(ask.Message, name), ask.Timeout)));
        Receive<Reply>(reply => Parts.Outlet.Send(
            reply.To.Asker, Topics.Answers, new Letter(reply.Message, Answers: reply.To.Id, Epoch: reply.To.Epoch)));
        Receive<AskExpired>(expired => Parts.Asks.GiveUp(expired.Name, "no answer in time"));
    }

    private void OnSingletonsAndQueues()
    {
        Receive<ContendFor>(wish => Watching(who => Parts.Singletons.Contend(wish.Singleton, who)));
        Receive<Resign>(wish => Parts.Singletons.Resign(wish.Singleton, Sender));
        Receive<Enqueue>(put => Parts.Queues.Enqueue(put, Sender));
        Receive<Consume>(wish => Watching(who => Parts.Queues.Consume(wish, who)));
        Receive<Settle>(settle => Parts.Queues.Settle(settle.Queue, settle.Tag, Sender));
    }

    private void Refuse(ClusterCommand command)
    {
        _log.Error("{0} sent what is not well formed: {1}", Sender, command);
        if (CommandRules.TokenOf(command) is { } token)
            Sender.Tell(new NotAnswered(token, "the question is not well formed"));
    }

    private void Watching(Action<IActorRef> arrange)
    {
        Context.Watch(Sender);
        arrange(Sender);
    }

    private void AskNode(AskNode ask)
    {
        var asked = new Origin(ask.Branch, ask.Node);
        Ask(
            new Question(Sender, ask.Token, asked, ""),
            ask.Timeout,
            name => Parts.Outlet.Send(asked, ask.Service, new Letter(ask.Message, name), ask.Timeout),
            needsBus: asked != _setup.Who.Origin);
    }

    private void Ask(Question question, TimeSpan timeout, Func<string, bool> send, bool needsBus = true)
    {
        if (needsBus && !Parts.Membership.HasBus)
        {
            question.Asker.Tell(new NotAnswered(question.Token, $"there is no bus: {Parts.Membership.BusFault}"));
            return;
        }

        var name = Parts.Asks.Open(question);
        if (send(name))
            Timers.StartSingleTimer(name, new AskExpired(name), timeout);
        else
            Parts.Asks.GiveUp(name, $"the question is larger than {ClusterCodec.MaxBytes} bytes");
    }

    private enum Tick
    {
        Beat,
        Judge,
    }

    private sealed record AskExpired(string Name);
}

/// <summary>What the actor is made of, and what it leaves to itself when it restarts.</summary>
internal sealed record ClusterSetup(NodeIdentity Who, ClusterSettings Settings, IBus Bus, ClusterStatistics Statistics)
{
    /// <summary>Made by the first actor.</summary>
    public ClusterParts? Parts { get; set; }
}
