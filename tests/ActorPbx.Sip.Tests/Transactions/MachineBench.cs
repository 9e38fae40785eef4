using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>One transaction machine on a clock that the test moves, with recorders on both its sides.</summary>
internal sealed class MachineBench : IServerTransactionUser, IClientTransactionUser
{
    private readonly ManualTimerClock _clock = new();
    private readonly TimerWheel _wheel;
    private readonly long _start;

    public MachineBench(SipTransport transport = SipTransport.Udp)
    {
        Flow = RecordingPort.Flow(transport);
        _start = _clock.Now;
        _wheel = new TimerWheel(_clock, tickMilliseconds: 1);
        Layer = new TransactionLayer(SipTimers.Default, _wheel, Port, Statistics, Faults.Add);
    }

    public SipFlow Flow { get; }

    public RecordingPort Port { get; } = new();

    public TransactionStatistics Statistics { get; } = new();

    public TransactionLayer Layer { get; }

    public List<Exception> Faults { get; } = [];

    /// <summary>What the user was told, in order.</summary>
    public List<string> Told { get; } = [];

    public int TimersSet => _wheel.Count;

    public string TakeTold()
    {
        string told = string.Join(' ', Told);
        Told.Clear();
        return told;
    }

    /// <summary>Lets time pass, a millisecond at a time at most <paramref name="step"/> apart.</summary>
    public void Pass(long milliseconds, long step = 10)
    {
        for (long left = milliseconds; left > 0; left -= step)
        {
            _clock.Advance(Math.Min(step, left));
            _wheel.Advance();
        }
    }

    /// <summary>When something was sent, in milliseconds since the start.</summary>
    public List<long> TimesOfSending(long during)
    {
        var times = new List<long>();
        for (long passed = 0; passed < during; passed += 10)
        {
            int before = Port.Sent.Count;
            Pass(10);
            for (int i = before; i < Port.Sent.Count; i++) times.Add(_clock.Now - _start);
        }

        return times;
    }

    public (InviteServerMachine Machine, ServerTransaction User) TakeInvite(SipRequest invite)
    {
        var machine = new InviteServerMachine(Layer, TransactionKeys.OfServer(invite, SipMethod.Invite), 0, Flow);
        var transaction = new MachineServerTransaction(machine, invite, Flow) { User = this };
        machine.Attach(transaction);
        machine.TryEnter().ShouldBeTrue();
        machine.SendTrying(invite);
        return (machine, transaction);
    }

    public (NonInviteServerMachine Machine, ServerTransaction User) TakeOther(SipRequest request)
    {
        var machine = new NonInviteServerMachine(Layer, TransactionKeys.OfServer(request, request.Method), 0, Flow);
        var transaction = new MachineServerTransaction(machine, request, Flow) { User = this };
        machine.Attach(transaction);
        machine.TryEnter().ShouldBeTrue();
        machine.StartWaiting();
        return (machine, transaction);
    }

    public (ClientMachine Machine, ClientTransaction User) Send(SipRequest request)
    {
        ulong key = TransactionKeys.OfClient(request.TopVia.Branch!, request.Method);
        byte[] bytes = MessageBytes.Of(request);
        ClientMachine machine = request.Method == SipMethod.Invite
            ? new InviteClientMachine(Layer, key, Flow, bytes)
            : new NonInviteClientMachine(Layer, key, Flow, bytes);
        var transaction = new MachineClientTransaction(machine, request, new SipTarget(Flow.Transport, Flow.Remote), this);
        machine.Start(transaction, null);
        return (machine, transaction);
    }

    public void OnCancel(ServerTransaction transaction, SipRequest cancel) => Told.Add("cancel");

    public void OnAck(ServerTransaction transaction, SipRequest ack) => Told.Add("ack");

    public void OnPrackTimeout(ServerTransaction transaction) => Told.Add("no-prack");

    public void OnAckTimeout(ServerTransaction transaction) => Told.Add("no-ack");

    public void OnTransportError(ServerTransaction transaction, string why) => Told.Add("error");

    public void OnResponse(ClientTransaction transaction, SipResponse response) =>
        Told.Add(response.ToTag is null or "bob" ? $"{response.StatusCode}" : $"{response.StatusCode}:{response.ToTag}");

    public void OnTimeout(ClientTransaction transaction) => Told.Add("timeout");

    public void OnTransportError(ClientTransaction transaction, string why) => Told.Add("error");
}
