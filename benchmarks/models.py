"""scikit-learn's side of models.ts: reads one request a line, fits and predicts, and answers with the CPU time that both took."""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import warnings

import numpy as np
import scipy.sparse
import sklearn
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

warnings.simplefilter("ignore")
folder = sys.argv[1]

MODELS = {
    "decision tree": lambda: DecisionTreeClassifier(),
    "3 nearest neighbours": lambda: KNeighborsClassifier(3),
    "Gaussian naive Bayes": lambda: GaussianNB(),
    "softmax, 100 steps": lambda: LogisticRegression(max_iter=100),
    "SVM, RBF, C = 5": lambda: SVC(C=5),
    "random forest, 100 trees": lambda: RandomForestClassifier(100),
    "SVM, linear": lambda: SVC(kernel="linear"),
    "multinomial naive Bayes": lambda: MultinomialNB(),
    "logistic regression": lambda: LogisticRegression(),
    "linear SVM": lambda: LinearSVC(),
    "linear regression": lambda: LinearRegression(),
    "boosted trees, regression": lambda: GradientBoostingRegressor(),
    "boosted trees, two classes": lambda: GradientBoostingClassifier(),
}


def load(name):
    about = json.load(open(f"{folder}/{name}.json"))
    labels = np.array(about["y"])
    if "texts" in about:
        return about["texts"], labels
    read = lambda part, kind: np.fromfile(f"{folder}/{name}.{part}", kind)
    if about["sparse"]:
        X = scipy.sparse.csr_matrix((read("value", "f8"), read("index", "i4"), read("start", "i4")), shape=about["shape"])
    else:
        X = read("value", "f8").reshape(about["shape"])
    return X, labels


data = {}


def get(name):
    if name not in data:
        data[name] = load(name)
    return data[name]


def timed(run):
    begin = time.process_time()
    run()
    return (time.process_time() - begin) * 1000


print(json.dumps({"version": sklearn.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    X, y = get(request["train"])
    T, _ = get(request["test"])
    repeat = range(request["repeat"])
    if request["model"] == "tf-idf":
        model = TfidfVectorizer()
        answer = {"fit": timed(lambda: [model.fit_transform(X) for _ in repeat]), "predict": timed(lambda: [model.transform(T) for _ in repeat])}
    else:
        model = MODELS[request["model"]]()
        answer = {"fit": timed(lambda: [model.fit(X, y) for _ in repeat]), "predict": timed(lambda: [model.predict(T) for _ in repeat])}
    print(json.dumps({part: ms / len(repeat) for part, ms in answer.items()}), flush=True)
