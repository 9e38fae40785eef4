using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Proxying;

/// <summary>Hops behind a slow line.</summary>
public class FarHopTests
{
    [Fact]
    public void A_hop_is_waited_for_as_much_longer_as_its_answers_take_on_their_way()
    {
        var bench = new ProxyBench(TimeSpan.FromSeconds(2)) { RoundTrip = TimeSpan.FromMilliseconds(600) };
        bench.Arrive(Sample.Request("INVITE"), hops: 2);
        bench.Pass(1_090);
        bench.Take().ShouldNotContain("6002:INVITE");
        bench.Pass(20);
        bench.Take().ShouldContain("6002:INVITE");
        bench.Current.Told.ShouldBe(["silent 6001"]);
        bench.Pass(3_180);
        bench.Take().ShouldNotContain("5070:");
        bench.Pass(40);
        bench.Take().ShouldContain("5070:500");
    }
}
