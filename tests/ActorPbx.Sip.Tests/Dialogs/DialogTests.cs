using System.Text.Json;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Dialogs;

public sealed class DialogTests
{
    private const string TwoRecordRoutes = "Record-Route: <sip:p2.example;lr>\r\nRecord-Route: <sip:p1.example;lr>\r\n";

    [Fact]
    public void The_called_side_takes_tags_target_and_record_routes_in_their_order()
    {
        DialogState dialog = DialogState.ForUas(Sample.Request("INVITE", cseq: 9, extra: TwoRecordRoutes), "pbx", "sip:pbx@127.0.0.1:5060");
        dialog.CallId.ShouldBe("call-1");
        (dialog.LocalTag, dialog.RemoteTag).ShouldBe(("pbx", "alice"));
        (dialog.LocalUri, dialog.RemoteUri).ShouldBe(("sip:bob@127.0.0.1", "sip:alice@127.0.0.1"));
        dialog.RemoteTarget.ShouldBe("sip:alice@127.0.0.1:5070");
        dialog.RouteSet.ShouldBe(["<sip:p2.example;lr>", "<sip:p1.example;lr>"]);
        (dialog.LocalCSeq, dialog.RemoteCSeq).ShouldBe((0u, (uint?)9u));
        dialog.IsEarly.ShouldBeTrue();
        dialog.Confirm().IsEarly.ShouldBeFalse();
    }

    [Fact]
    public void The_calling_side_takes_record_routes_reversed()
    {
        DialogState dialog = Uac(180, "bob");
        (dialog.LocalTag, dialog.RemoteTag).ShouldBe(("alice", "bob"));
        dialog.RouteSet.ShouldBe(["<sip:p1.example;lr>", "<sip:p2.example;lr>"]);
        dialog.RemoteTarget.ShouldBe("sip:bob@127.0.0.1:5080");
        (dialog.LocalCSeq, dialog.RemoteCSeq).ShouldBe((1u, (uint?)null));
        dialog.IsEarly.ShouldBeTrue();
    }

    [Fact]
    public void Each_fork_is_a_dialog_of_its_own()
    {
        DialogState left = Uac(180, "left");
        DialogState right = Uac(200, "right");
        left.ShouldNotBe(right);
        (left.IsEarly, right.IsEarly).ShouldBe((true, false));
    }

    [Fact]
    public void A_branch_that_answers_as_well_has_the_dialog_that_its_own_success_makes()
    {
        DialogState talking = Uac(200, "bob").CreateRequest(SipMethod.Info).Next with { RemoteCSeq = 3, RemoteTarget = "sip:moved@127.0.0.1" };
        SipResponse other = Response(200, "other", "Record-Route: <sip:p9.example;lr>\r\n");
        talking.Sibling(other, 1).ShouldBe(DialogState.ForUac(Sample.Request("INVITE"), other));
    }

    [Fact]
    public void The_success_replaces_route_set_and_target_of_an_early_dialog_but_not_the_routes_of_a_confirmed_one()
    {
        SipResponse success = Response(200, "bob", "");
        DialogState confirmed = Uac(180, "bob").Confirm(success);
        confirmed.RouteSet.ShouldBeEmpty();
        confirmed.IsEarly.ShouldBeFalse();

        DialogState routed = Uac(200, "bob");
        routed.Confirm(success).RouteSet.Length.ShouldBe(2);
    }

    [Fact]
    public void A_provisional_response_without_contact_leaves_the_request_uri_as_target()
    {
        SipRequest invite = Sample.Request("INVITE");
        SipResponse ringing = SipResponse.For(invite, 180, toTag: "bob");
        DialogState.ForUac(invite, ringing).RemoteTarget.ShouldBe("sip:bob@127.0.0.1");
    }

    [Fact]
    public void Without_routes_a_request_goes_straight_to_the_target()
    {
        DialogState dialog = DialogState.ForUas(Sample.Request("INVITE"), "pbx", "sip:pbx@127.0.0.1");
        (DialogState next, SipRequest bye) = dialog.CreateRequest(SipMethod.Bye);
        bye.RequestUri.ToString().ShouldBe("sip:alice@127.0.0.1:5070");
        bye.Routes.ShouldBeEmpty();
        bye.From.ToString().ShouldBe("<sip:bob@127.0.0.1>;tag=pbx");
        bye.To.ToString().ShouldBe("<sip:alice@127.0.0.1>;tag=alice");
        bye.CallId.ShouldBe("call-1");
        bye.CSeq.ShouldBe(new CSeq(1, SipMethod.Bye));
        bye.Contact.ShouldBeNull();
        next.LocalCSeq.ShouldBe(1u);
        next.NextHop.ToString().ShouldBe("sip:alice@127.0.0.1:5070");
    }

    [Fact]
    public void With_loose_routers_the_target_stays_in_the_request_uri()
    {
        DialogState dialog = Uac(200, "bob");
        (_, SipRequest request) = dialog.CreateRequest(SipMethod.Invite);
        request.RequestUri.ToString().ShouldBe("sip:bob@127.0.0.1:5080");
        request.Routes.Select(route => route.ToString()).ShouldBe(["<sip:p1.example;lr>", "<sip:p2.example;lr>"]);
        request.Contact!.Uri.ToString().ShouldBe("sip:alice@127.0.0.1:5070");
        dialog.NextHop.Host.ShouldBe("p1.example");
    }

    [Fact]
    public void A_strict_router_stands_in_the_request_uri_and_the_target_comes_last()
    {
        DialogState dialog = Uac(200, "bob") with { RouteSet = ["<sip:strict.example>", "<sip:p2.example;lr>"] };
        (_, SipRequest request) = dialog.CreateRequest(SipMethod.Bye);
        request.RequestUri.ToString().ShouldBe("sip:strict.example");
        request.Routes.Select(route => route.ToString()).ShouldBe(["<sip:p2.example;lr>", "<sip:bob@127.0.0.1:5080>"]);
        dialog.NextHop.Host.ShouldBe("strict.example");
    }

    [Fact]
    public void The_ack_has_the_number_of_its_invite_and_changes_nothing()
    {
        DialogState dialog = Uac(200, "bob") with { LocalCSeq = 12 };
        SipRequest ack = dialog.CreateAck(7);
        ack.CSeq.ShouldBe(new CSeq(7, SipMethod.Ack));
        ack.RequestUri.ToString().ShouldBe("sip:bob@127.0.0.1:5080");
        ack.Routes.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("BYE", 5, DialogVerdict.Ok, 5)]
    [InlineData("BYE", 900, DialogVerdict.Ok, 900)]
    [InlineData("INFO", 4, DialogVerdict.Ok, 4)]
    [InlineData("INFO", 3, DialogVerdict.OutOfOrder, 4)]
    [InlineData("ACK", 1, DialogVerdict.Ok, 4)]
    [InlineData("CANCEL", 1, DialogVerdict.Ok, 4)]
    public void Requests_come_in_the_order_of_their_numbers(string method, int number, DialogVerdict verdict, int last)
    {
        DialogState dialog = DialogState.ForUas(Sample.Request("INVITE", cseq: 4), "pbx", "sip:pbx@127.0.0.1");
        DialogAcceptance acceptance = dialog.Accept(Sample.Request(method, toTag: "pbx", cseq: number));
        acceptance.Verdict.ShouldBe(verdict);
        acceptance.Next.RemoteCSeq.ShouldBe((uint)last);
    }

    [Theory]
    [InlineData("call-1", "pbx", DialogVerdict.Ok)]
    [InlineData("call-2", "pbx", DialogVerdict.NotThisDialog)]
    [InlineData("call-1", "other", DialogVerdict.NotThisDialog)]
    [InlineData("call-1", null, DialogVerdict.NotThisDialog)]
    public void A_request_belongs_to_the_dialog_of_its_call_id_and_tags(string callId, string? toTag, DialogVerdict verdict)
    {
        DialogState dialog = DialogState.ForUas(Sample.Request("INVITE"), "pbx", "sip:pbx@127.0.0.1");
        dialog.Accept(Sample.Request("BYE", toTag: toTag, cseq: 2, callId: callId)).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void The_first_request_of_the_called_peer_may_have_any_number()
    {
        DialogState dialog = DialogState.ForUac(Sample.Request("INVITE"), Response(200, "bob", ""));
        SipRequest info = (SipRequest)Sample.Parse("""
            INFO sip:alice@127.0.0.1:5070 SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKx
            From: <sip:bob@127.0.0.1>;tag=bob
            To: <sip:alice@127.0.0.1>;tag=alice
            Call-ID: call-1
            CSeq: 77 INFO
            Content-Length: 0


            """);
        DialogAcceptance acceptance = dialog.Accept(info);
        acceptance.Verdict.ShouldBe(DialogVerdict.Ok);
        acceptance.Next.RemoteCSeq.ShouldBe(77u);
    }

    [Fact]
    public void A_reinvite_moves_the_target_and_keeps_the_routes()
    {
        DialogState dialog = DialogState.ForUas(Sample.Request("INVITE", extra: TwoRecordRoutes), "pbx", "sip:pbx@127.0.0.1");
        SipRequest reinvite = Sample.Request("UPDATE", toTag: "pbx", cseq: 2);
        reinvite.Headers.Set(HeaderName.Contact, "<sip:alice@10.0.0.9:5062>");
        DialogState moved = dialog.WithTarget(reinvite);
        moved.RemoteTarget.ShouldBe("sip:alice@10.0.0.9:5062");
        moved.RouteSet.ShouldBe(dialog.RouteSet);

        reinvite.Headers.Remove(HeaderName.Contact);
        dialog.WithTarget(reinvite).ShouldBe(dialog);
    }

    [Fact]
    public void It_comes_back_from_json_as_it_was()
    {
        DialogState dialog = Uac(200, "bob") with { RemoteCSeq = 5, IsSecure = true };
        string json = JsonSerializer.Serialize(dialog);
        DialogState back = JsonSerializer.Deserialize<DialogState>(json)!;
        back.ShouldBe(dialog);
        back.RouteSet.ShouldBe(dialog.RouteSet);
        (back with { RouteSet = [] }).ShouldNotBe(dialog);
        json.ShouldNotContain("NextHop");
    }

    private static DialogState Uac(int status, string toTag) => DialogState.ForUac(Sample.Request("INVITE"), Response(status, toTag, TwoRecordRoutes));

    private static SipResponse Response(int status, string toTag, string extra) =>
        Sample.Response(Sample.Request("INVITE", extra: extra), status, toTag);
}
