using System.Globalization;
using Gleaner.Bench;
using Gleaner.Bench.Origins;
using Gleaner.Pipeline.Storing;

const int defaultRounds = 5;
switch (args)
{
    case [SlowOrigin.Verb]:
        return await SlowOrigin.Serve();
    case ["gather"]:
        return await GatherBench.Run(defaultRounds);
    case ["gather", "--rounds", var rounds] when int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
        return await GatherBench.Run(count);
    case ["politeness"]:
        return await PolitenessBench.Run(defaultRounds);
    case ["politeness", "--rounds", var rounds] when int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
        return await PolitenessBench.Run(count);
    case ["faults"]:
        return await FaultsBench.Run(defaultRounds);
    case ["faults", "--rounds", var rounds] when int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
        return await FaultsBench.Run(count);
    case ["activation"]:
        return await ActivationBench.Run(defaultRounds);
    case ["repeat", var store, var times] when int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
        return await RepeatBench.Run(StoreAddress.Parse(store), count);
    case ["fetch"]:
        return await FetchBench.Run(6_000);
    case ["prune"]:
        return await PruneBench.Run(outcomes: 1_000_000);
    case ["prune", var outcomes] when int.TryParse(outcomes, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
        return await PruneBench.Run(count);
    case ["store", .. var stores]:
        await StoreBench.Run(stores.Length > 0 ? stores.Select(StoreAddress.Parse) : [StoreAddress.Parse("memory")], Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: bench gather [--rounds N] | bench politeness [--rounds N] | bench faults [--rounds N] | bench activation | bench chaos [--minutes N] [--seed S] | bench repeat STORE TIMES | bench fetch | bench prune [OUTCOMES] | bench store [STORE…]");
        return 2;
}
