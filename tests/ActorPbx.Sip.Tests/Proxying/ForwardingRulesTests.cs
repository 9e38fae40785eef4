using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Proxying;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Proxying;

/// <summary>RFC 3261 §16.3, §16.4 and §16.6, one rule after the other.</summary>
public sealed class ForwardingRulesTests
{
    private static readonly ProxyOptions Options = ProxyBench.OptionsOf();

    [Fact]
    public void Sixteen_3_3_a_request_without_hops_left_gets_483()
    {
        SipRequest request = Sample.Request("INVITE");
        request.Headers.Set(HeaderName.MaxForwards, "0");
        ForwardingRules.Check(request, Options)!.StatusCode.ShouldBe(483);
    }

    [Fact]
    public void Sixteen_3_4_a_request_that_comes_back_unchanged_gets_482()
    {
        SipRequest request = Sample.Request("INVITE");
        SipRequest returned = Returned(request, LoopDetection.MarkOf(request));
        ForwardingRules.Check(returned, Options)!.StatusCode.ShouldBe(482);
        LoopDetection.WasHere(returned, ProxyBench.Host).ShouldBeTrue();
    }

    [Fact]
    public void Sixteen_3_4_a_spiral_with_another_goal_passes()
    {
        SipRequest request = Sample.Request("INVITE");
        SipRequest returned = Returned(request, LoopDetection.MarkOf(request));
        returned.RequestUri = SipUri.Parse("sip:carol@127.0.0.1");
        ForwardingRules.Check(returned, Options).ShouldBeNull();
        LoopDetection.WasHere(returned, ProxyBench.Host).ShouldBeTrue();
    }

    [Fact]
    public void Sixteen_3_4_the_vias_of_others_are_no_loop()
    {
        SipRequest request = Sample.Request("INVITE");
        request.PrependVia(Via.Create("UDP", "t2.hq.demo.invalid", 5071, "z9hG4bKother"));
        ForwardingRules.Check(request, Options).ShouldBeNull();
        LoopDetection.WasHere(request, ProxyBench.Host).ShouldBeFalse();
    }

    [Fact]
    public void Sixteen_3_5_a_proxy_looks_at_Proxy_Require_alone()
    {
        SipRequest required = Sample.Request("INVITE", extra: "Require: 100rel\r\n");
        RequestGuard.Check(required, RequestRules.OfProxy).ShouldBeNull();
        SipRequest ofProxy = Sample.Request("INVITE", extra: "Proxy-Require: privacy\r\n");
        SipResponse refusal = RequestGuard.Check(ofProxy, RequestRules.OfProxy)!;
        refusal.StatusCode.ShouldBe(420);
        refusal.Headers.Get(HeaderName.Unsupported).ShouldBe("privacy");
    }

    [Fact]
    public void Sixteen_5_a_proxy_passes_methods_on_that_it_does_not_know() =>
        RequestGuard.Check(Sample.Request("FROBNICATE"), RequestRules.OfProxy).ShouldBeNull();

    [Fact]
    public void Sixteen_6_1_what_was_received_stays_as_it_is()
    {
        SipRequest request = Sample.Request("INVITE", extra: $"Route: <sip:{ProxyBench.Group};lr>\r\nX-Correlation-ID: abc\r\n");
        string before = Text(request);
        SipRequest copy = ForwardingRules.CopyFor(request, Options);
        copy.PrependVia(Via.Create("UDP", ProxyBench.Host, 5071, "z9hG4bKnew"));
        Text(request).ShouldBe(before);
        copy.Headers.Get(new HeaderName("X-Correlation-ID")).ShouldBe("abc");
        copy.CallId.ShouldBe(request.CallId);
    }

    [Theory]
    [InlineData("70", "69")]
    [InlineData("1", "0")]
    [InlineData("255", "254")]
    [InlineData(null, "70")]
    public void Sixteen_6_3_hops_are_counted_down(string? before, string after)
    {
        SipRequest request = Sample.Request("INVITE");
        if (before is null) request.Headers.Remove(HeaderName.MaxForwards);
        else request.Headers.Set(HeaderName.MaxForwards, before);
        ForwardingRules.CopyFor(request, Options).Headers.Get(HeaderName.MaxForwards).ShouldBe(after);
    }

    [Theory]
    [InlineData("INVITE", null, true)]
    [InlineData("SUBSCRIBE", null, true)]
    [InlineData("INVITE", "bob", false)]
    [InlineData("BYE", "bob", false)]
    [InlineData("OPTIONS", null, false)]
    public void Sixteen_6_4_record_route_stands_on_what_makes_a_dialog(string method, string? toTag, bool stands)
    {
        SipRequest copy = ForwardingRules.CopyFor(Sample.Request(method, toTag: toTag), Options);
        copy.Headers.Contains(HeaderName.RecordRoute).ShouldBe(stands);
    }

    [Fact]
    public void Sixteen_6_4_our_record_route_stands_before_those_of_others()
    {
        SipRequest request = Sample.Request("INVITE", extra: "Record-Route: <sip:other.example;lr>\r\n");
        ForwardingRules.CopyFor(request, Options).RecordRoutes.Select(route => route.Uri.Host).ShouldBe([ProxyBench.Group, "other.example"]);
    }

    [Fact]
    public void Sixteen_4_a_route_that_names_this_proxy_is_taken_away()
    {
        SipRequest request = Sample.Request("BYE", toTag: "bob", extra: $"Route: <sip:{ProxyBench.Group};lr>, <sip:next.example;lr>\r\n");
        ForwardingRules.CopyFor(request, Options).Routes.ShouldHaveSingleItem().Uri.Host.ShouldBe("next.example");
    }

    [Fact]
    public void Sixteen_4_a_route_that_names_another_stays()
    {
        SipRequest request = Sample.Request("BYE", toTag: "bob", extra: "Route: <sip:next.example;lr>\r\n");
        ForwardingRules.CopyFor(request, Options).Routes.ShouldHaveSingleItem().Uri.Host.ShouldBe("next.example");
    }

    [Fact]
    public void Sixteen_4_what_a_strict_router_did_is_undone()
    {
        SipRequest request = Sample.Request("BYE", toTag: "bob", extra: "Route: <sip:next.example;lr>, <sip:bob@127.0.0.9>\r\n");
        request.RequestUri = SipUri.Parse($"sip:{ProxyBench.Group};lr");
        SipRequest copy = ForwardingRules.CopyFor(request, Options);
        copy.RequestUri.ToString().ShouldBe("sip:bob@127.0.0.9");
        copy.Routes.ShouldHaveSingleItem().Uri.Host.ShouldBe("next.example");
    }

    [Fact]
    public void Sixteen_6_6_a_strict_router_ahead_gets_its_own_address_as_request_uri()
    {
        SipRequest request = Sample.Request("BYE", toTag: "bob", extra: $"Route: <sip:{ProxyBench.Group};lr>, <sip:strict.example>, <sip:last.example;lr>\r\n");
        SipRequest copy = ForwardingRules.CopyFor(request, Options);
        copy.RequestUri.ToString().ShouldBe("sip:strict.example");
        copy.Routes.Select(route => route.Uri.ToString()).ShouldBe(["sip:last.example;lr", "sip:bob@127.0.0.1"]);
    }

    [Fact]
    public void Sixteen_7_3_a_response_loses_our_via_and_one_without_another_is_nobodys()
    {
        SipRequest request = Sample.Request("INVITE");
        request.PrependVia(Via.Create("UDP", ProxyBench.Host, 5071, "z9hG4bKours"));
        SipResponse response = Sample.Response(request, 180);
        ForwardingRules.TakeOwnVia(response).ShouldBeTrue();
        response.TopVia.Branch.ShouldBe("z9hG4bK1");
        ForwardingRules.TakeOwnVia(response).ShouldBeFalse();
    }

    [Theory]
    [InlineData(486, 603, 603)]
    [InlineData(404, 503, 404)]
    [InlineData(503, 404, 404)]
    [InlineData(302, 404, 302)]
    [InlineData(404, 401, 401)]
    [InlineData(487, 486, 486)]
    [InlineData(500, 408, 500)]
    [InlineData(480, 486, 480)]
    public void Sixteen_7_6_the_best_refusal_is_told(int one, int other, int best)
    {
        SipRequest request = Sample.Request("INVITE");
        ResponseChoice.Better(SipResponse.For(request, one), SipResponse.For(request, other)).StatusCode.ShouldBe(best);
    }

    private static SipRequest Returned(SipRequest request, ulong mark)
    {
        SipRequest returned = request.Copy();
        returned.PrependVia(Via.Create("UDP", ProxyBench.Host, 5071, ActorPbx.Sip.Transactions.Branch.New(mark)));
        returned.PrependVia(Via.Create("UDP", "127.0.0.1", 5090, "z9hG4bKelse"));
        return returned;
    }

    private static string Text(SipRequest request) => System.Text.Encoding.UTF8.GetString(ActorPbx.Sip.Parsing.SipWriter.ToArray(request));
}
