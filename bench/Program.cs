using Gleaner.Bench;

return args is ["fetch"] ? await FetchBench.Run(20_000) : 0;
